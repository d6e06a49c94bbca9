package dev.understudy.compare.metric;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys and tokens in a text, by the prefixes that their issuers give them. */
final class SecretScan {
    /** What has to be there at all, and the whole of it. */
    private record Kind(String prefix, Letters letters, Pattern pattern) {
        static Kind of(String prefix, String pattern) {
            return new Kind(prefix, Letters.of(prefix), Pattern.compile(pattern));
        }

        boolean mayBeIn(String text, Letters ofText) {
            return ofText.hasAll(letters) && text.contains(prefix);
        }
    }

    private static final List<Kind> KINDS = List.of(
            Kind.of("PRIVATE KEY-----", "-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----"),
            Kind.of("AKIA", "(?<![A-Z0-9])AKIA[A-Z0-9]{16}(?![A-Z0-9])"),
            Kind.of("ASIA", "(?<![A-Z0-9])ASIA[A-Z0-9]{16}(?![A-Z0-9])"),
            Kind.of("AIza", "(?<![A-Za-z0-9_-])AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])"),
            Kind.of("ghp_", "(?<![A-Za-z0-9])ghp_[A-Za-z0-9]{36}"),
            Kind.of("github_pat_", "github_pat_[A-Za-z0-9_]{60,100}"),
            Kind.of("glpat-", "(?<![A-Za-z0-9])glpat-[A-Za-z0-9_-]{20}"),
            Kind.of("xox", "(?<![A-Za-z0-9])xox[abprs]-[A-Za-z0-9-]{10,100}"),
            Kind.of("sk-", "(?<![A-Za-z0-9-])sk-[A-Za-z0-9_-]{20,200}"),
            Kind.of("sk_live_", "(?<![A-Za-z0-9])sk_live_[A-Za-z0-9]{16,100}"),
            Kind.of("hf_", "(?<![A-Za-z0-9])hf_[A-Za-z0-9]{30,60}"),
            Kind.of(
                    "eyJ",
                    "(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]{10,2000}\\.eyJ[A-Za-z0-9_-]{10,4000}\\.[A-Za-z0-9_-]{10,1000}"));

    private SecretScan() {}

    /** Whether there is one that counts. */
    static boolean finds(String text, Predicate<String> counts) {
        Letters letters = Letters.of(text);
        for (Kind kind : KINDS) {
            if (kind.mayBeIn(text, letters)) {
                Matcher matcher = kind.pattern().matcher(text);
                while (matcher.find()) {
                    if (counts.test(matcher.group())) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
