package dev.understudy.gateway.llm;

import dev.understudy.pair.Inflation;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which of the codings that a client takes an answer in can be read as it passes (RFC 9110, section 12.5.3). */
public final class ReadableCodings {
    /** Of the answer as it is. */
    public static final String NONE = "identity";

    /** Nothing but what is named. */
    private static final Pattern NO_OTHER = Pattern.compile("\\*\\s*;\\s*[qQ]\\s*=\\s*0(\\.0{0,3})?");

    private ReadableCodings() {}

    /**
     * What is left of {@code accept-encoding} without those that cannot.
     *
     * @param accepted its values
     * @return null when nothing has to go
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
        if (!dropped) {
            return null;
        }
        return kept.isEmpty() ? NONE : String.join(", ", kept);
    }

    private static boolean isRead(String member) {
        int weight = member.indexOf(';');
        String coding = (weight < 0 ? member : member.substring(0, weight)).strip();
        return coding.equalsIgnoreCase(NONE)
                || Inflation.coding(coding) != null
                || NO_OTHER.matcher(member).matches();
    }
}
