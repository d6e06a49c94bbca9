package dev.understudy.compare;

import dev.understudy.compare.metric.About;
import dev.understudy.compare.metric.Metrics;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the figures of a report mean, each in one sentence for somebody who has never seen it, and which are about one fact. */
public final class Means {
    private static final Pattern QUANTILE = Pattern.compile("(.+)_p([0-9]{2})");
    private static final Map<String, About> KNOWN =
            Metrics.all().stream().collect(Collectors.toUnmodifiableMap(About::name, about -> about, (a, b) -> a));

    private Means() {}

    /** Empty for a name that is not known. */
    public static String of(String metric) {
        if (metric.equals(PreferenceFigure.NAME)) {
            return PreferenceFigure.MEANS;
        }
        About known = KNOWN.get(metric);
        if (known != null) {
            return known.means();
        }
        Matcher quantile = QUANTILE.matcher(metric);
        About whole = quantile.matches() ? KNOWN.get(quantile.group(1)) : null;
        return whole == null
                ? OpinionFigures.means(metric)
                : whole.means() + " Of 100, " + quantile.group(2) + " take no longer.";
    }

    /** What all figures of one fact have in common: quantiles of one time, all that one table says. */
    public static String family(String metric) {
        Matcher quantile = QUANTILE.matcher(metric);
        About known = KNOWN.get(quantile.matches() ? quantile.group(1) : metric);
        return known == null ? metric : known.family();
    }
}
