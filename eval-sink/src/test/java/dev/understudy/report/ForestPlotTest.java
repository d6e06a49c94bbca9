package dev.understudy.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.understudy.compare.Report;
import dev.understudy.compare.metric.Detail;
import dev.understudy.compare.metric.Estimate;
import dev.understudy.compare.metric.Metric.Direction;
import dev.understudy.compare.metric.Metric.Purpose;
import dev.understudy.compare.statistics.Interval;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** On a picture of 220 with an edge of 4 on either side right is better. */
final class ForestPlotTest {
    private static final Pattern DOT = Pattern.compile("cx=\"([0-9.]+)\"");

    @Test
    void how_alike_is_better_to_the_right_and_how_unlike_to_the_left() {
        assertThat(dot(level("agreement", "share", Direction.HIGHER, 0.9, 0.8, 1)))
                .isCloseTo(194.8, within(0.01));
        assertThat(dot(level("missing_words", "share", Direction.LOWER, 0.1, 0, 0.2)))
                .isCloseTo(194.8, within(0.01));
    }

    @Test
    void a_figure_of_a_hundred_is_no_share() {
        assertThat(level("cluster_agreement", "", Direction.HIGHER, 0.5, 0.25, 0.75))
                .contains("<title>0.25 … 0.75</title>");
        assertThat(level("prediction_distance", "", Direction.LOWER, 12, 11, 13))
                .isEmpty();
    }

    @Test
    void of_how_many_times_as_much_the_middle_is_as_much() {
        String half = level("length_log_ratio", "ln", Direction.NONE, -0.7, -0.8, -0.6);

        assertThat(half).contains("class=\"zero\"");
        assertThat(dot(half)).isLessThan(110);
        assertThat(dot(level("length_log_ratio", "ln", Direction.NONE, 0, -0.1, 0.1)))
                .isEqualTo(110);
    }

    private static double dot(String svg) {
        Matcher dot = DOT.matcher(svg);
        assertThat(dot.find()).as(svg).isTrue();
        return Double.parseDouble(dot.group(1));
    }

    private static String level(String name, String unit, Direction better, double at, double low, double high) {
        Purpose purpose = name.endsWith("agreement") ? Purpose.LIKENESS : Purpose.INFORMATION;
        Interval interval = new Interval(low, high);
        Estimate estimate = new Estimate(
                name,
                unit,
                better,
                purpose,
                100,
                null,
                at,
                null,
                null,
                0,
                new Estimate.Inference(interval, 0.95, "t", null, null, null, null),
                Detail.NONE);
        Html html = new Html();
        html.open("p");
        new ForestPlot(html).write(new Report.MetricResult(estimate, Report.MetricVerdict.INFORMATION, null), interval);
        html.close();
        String document = html.document();
        return document.substring(document.indexOf("<p>") + 3, document.lastIndexOf("</p>"));
    }
}
