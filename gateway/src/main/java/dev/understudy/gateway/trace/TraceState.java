package dev.understudy.gateway.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A {@code tracestate}: what tracing systems tell each other along the way, within bounds (W3C Trace Context, section 3.3). */
public final class TraceState {
    /** How a model can tell that nobody gets its answer. */
    public static final String SHADOW = "understudy=shadow";

    private static final int MEMBERS_MAX = 32;
    private static final int CHARACTERS_MAX = 512;
    private static final Pattern MEMBER = Pattern.compile(
            "[a-z0-9][a-z0-9_*/@-]{0,255}=[\\x20-\\x2b\\x2d-\\x3c\\x3e-\\x7e]{0,255}[\\x21-\\x2b\\x2d-\\x3c\\x3e-\\x7e]");
    private static final String OURS = "understudy=";

    private TraceState() {}

    /** All of it joined; empty when it is malformed or too long, as the standard asks. */
    public static String of(List<String> values) {
        String joined = String.join(",", values);
        List<String> members = members(joined);
        boolean good = joined.length() <= CHARACTERS_MAX
                && members.size() <= MEMBERS_MAX
                && members.stream().allMatch(member -> MEMBER.matcher(member).matches());
        return good ? String.join(",", members) : "";
    }

    /** The same, marked for a copy; what no longer fits falls off at its end. */
    public static String shadowed(String state) {
        StringBuilder marked = new StringBuilder(SHADOW);
        int count = 1;
        for (String member : members(state)) {
            if (member.startsWith(OURS)) {
                continue;
            }
            if (++count > MEMBERS_MAX || marked.length() + 1 + member.length() > CHARACTERS_MAX) {
                break;
            }
            marked.append(',').append(member);
        }
        return marked.toString();
    }

    private static List<String> members(String joined) {
        List<String> members = new ArrayList<>();
        for (String member : joined.split(",", -1)) {
            String stripped = member.strip();
            if (!stripped.isEmpty()) {
                members.add(stripped);
            }
        }
        return members;
    }
}
