package dev.understudy.gateway.llm;

import dev.understudy.pair.Inflation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which of the codings that a client takes an answer in can be read as it passes (RFC 9110, section 12.5.3). */
public final class ReadableCodings {
    /** Of the answer as it is. */
    public static final String NONE = "identity";

    private static final Pattern REFUSED = Pattern.compile("(?<coding>[^;\\s]+)\\s*;\\s*[qQ]\\s*=\\s*0(\\.0{0,3})?");

    private ReadableCodings() {}

    /**
     * What is left of {@code accept-encoding} without those that cannot.
     *
     * @param accepted its values
     * @return null when nothing has to go, or nothing would be left that may be sent
     */
    public static @Nullable String of(List<String> accepted) {
        List<String> kept = new ArrayList<>();
        boolean dropped = false;
        for (String value : accepted) {
            for (String member : value.split(",", -1)) {
                String each = member.strip();
                if (isRead(each)) {
                    kept.add(each);
                } else if (!each.isEmpty()) {
                    dropped = true;
                }
            }
        }
        if (!dropped || !isAnySendable(kept)) {
            return null;
        }
        return kept.isEmpty() ? NONE : String.join(", ", kept);
    }

    private static boolean isRead(String member) {
        if ("*".equals(refused(member))) {
            return true;
        }
        int weight = member.indexOf(';');
        String coding = (weight < 0 ? member : member.substring(0, weight)).strip();
        return coding.equalsIgnoreCase(NONE) || Inflation.coding(coding) != null;
    }

    /** Whether a model may answer with one of these, or as it is: that is allowed unless it is refused, be it by name. */
    private static boolean isAnySendable(List<String> members) {
        List<String> refused = members.stream()
                .map(ReadableCodings::refused)
                .filter(Objects::nonNull)
                .toList();
        return refused.size() < members.size() || !(refused.contains(NONE) || refused.contains("*"));
    }

    /** The coding that a member refuses; null when it takes one. */
    private static @Nullable String refused(String member) {
        Matcher matcher = REFUSED.matcher(member);
        return matcher.matches() ? matcher.group("coding").toLowerCase(Locale.ROOT) : null;
    }
}
