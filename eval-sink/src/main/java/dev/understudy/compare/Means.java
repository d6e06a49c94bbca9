package dev.understudy.compare;

import dev.understudy.compare.metric.About;
import dev.understudy.compare.metric.Metrics;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the figures of a report mean, each in one sentence for somebody who has never seen it. */
public final class Means {
    private static final Pattern QUANTILE = Pattern.compile("(.+)_p([0-9]{2})");
    private static final Map<String, String> KNOWN =
            Metrics.all().stream().collect(Collectors.toUnmodifiableMap(About::name, About::means, (a, b) -> a));

    private Means() {}

    /** Empty for a name that is not known. */
    public static String of(String metric) {
        if (metric.equals(PreferenceFigure.NAME)) {
            return PreferenceFigure.MEANS;
        }
        String known = KNOWN.get(metric);
        if (known != null) {
            return known;
        }
        Matcher quantile = QUANTILE.matcher(metric);
        return quantile.matches() && KNOWN.containsKey(quantile.group(1))
                ? KNOWN.get(quantile.group(1)) + " Of 100, " + quantile.group(2) + " take no longer."
                : OpinionFigures.means(metric);
    }
}
