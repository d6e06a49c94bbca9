package dev.understudy.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.compare.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportsBesideTest {
    @TempDir
    Path directory;

    @Test
    void a_metric_whose_intervals_lie_apart_became_better_or_worse() throws IOException {
        ReportsBeside both = both(
                route("chat", "v2", metric("accuracy", "higher", 0.01, 0.00, 0.02) + "," + ms(5, 4, 6)),
                route("chat", "v2", metric("accuracy", "higher", 0.05, 0.03, 0.07) + "," + ms(9, 8, 10)));

        assertThat(rows(both))
                .extracting(ReportsBeside.Row::shift)
                .containsExactly(ReportsBeside.Shift.BETTER, ReportsBeside.Shift.WORSE);
        assertThat(rows(both).get(0).change()).isEqualTo(0.04);
    }

    @Test
    void where_intervals_overlap_nothing_is_claimed() throws IOException {
        ReportsBeside both = both(
                route("chat", "v2", metric("accuracy", "higher", 0.01, -0.02, 0.04)),
                route("chat", "v2", metric("accuracy", "higher", 0.05, 0.03, 0.07)));

        assertThat(rows(both)).extracting(ReportsBeside.Row::shift).containsExactly(ReportsBeside.Shift.WITHIN);
    }

    @Test
    void another_attempt_at_the_same_route_is_held_against_the_first() throws IOException {
        ReportsBeside both = both(route("chat", "v2", ms(5, 4, 6)), route("chat", "v3", ms(5, 4, 6)));

        assertThat(both.routes()).hasSize(1);
        assertThat(BesideMarkdown.write(both)).contains("First: v2 against old", "Second: v3 against old");
    }

    @Test
    void what_only_one_report_has_is_shown_as_such() throws IOException {
        ReportsBeside both =
                both(route("chat", "v2", ms(5, 4, 6)), route("search", "v2", metric("ndcg", "higher", 0.1, 0.0, 0.2)));

        assertThat(both.routes()).extracting(ReportsBeside.Pairing::title).containsExactly("chat", "search");
        assertThat(rows(both)).extracting(ReportsBeside.Row::shift).containsExactly(ReportsBeside.Shift.GONE);
        assertThat(BesideHtml.write(both)).contains("not there", "Only the first report has this route");
        assertThat(BesideMarkdown.write(both)).contains("Only the second report has this route");
        assertThat(BesideHtml.write(both)).doesNotContain("latency_ms_p50", "ndcg");
        assertThat(BesideMarkdown.write(both)).doesNotContain("latency_ms_p50", "ndcg");
    }

    @Test
    void reports_that_measure_from_different_models_say_so() throws IOException {
        String once = route("chat", "v2", ms(5, 4, 6));
        ReportsBeside both = both(once, once.replace("\"old\"", "\"older\""));

        String caveat = "the first report measures from old, the second from older";
        assertThat(BesideHtml.write(both)).contains(caveat);
        assertThat(BesideMarkdown.write(both)).contains(caveat);
        assertThat(BesideMarkdown.write(both(once, once))).doesNotContain("Beware");
    }

    @Test
    void what_decides_nothing_and_stayed_as_it_was_is_folded_away() throws IOException {
        String still = ms(5, 4, 6).replace("inconclusive", "information");
        ReportsBeside both = both(
                route("chat", "v2", still + "," + metric("accuracy", "higher", 0.01, 0.00, 0.02)),
                route("chat", "v2", still + "," + metric("accuracy", "higher", 0.01, 0.00, 0.02)));

        assertThat(rows(both)).extracting(ReportsBeside.Row::isTelling).containsExactly(false, true);
        assertThat(BesideMarkdown.write(both))
                .contains("| accuracy |", "1 more metric, which decides nothing, moved no farther")
                .doesNotContain("latency_ms_p50");
        assertThat(BesideHtml.write(both)).containsSubsequence("accuracy", "<details", "latency_ms_p50");
    }

    @Test
    void figures_that_read_the_same_are_unchanged_however_narrow_their_intervals() throws IOException {
        ReportsBeside both = both(
                route(
                        "chat",
                        "v2",
                        alike("corpus_bleu", 1e-285) + "," + alike("iou", 5e-7) + ","
                                + metric("rmse", "", "lower", 2e-17, 1e-17, 3e-17)),
                route(
                        "chat",
                        "v2",
                        alike("corpus_bleu", 1e-75) + "," + alike("iou", 9e-7) + ","
                                + metric("rmse", "", "lower", -2e-17, -3e-17, -1e-17)));

        assertThat(rows(both))
                .extracting(ReportsBeside.Row::shift)
                .containsExactly(ReportsBeside.Shift.SAME, ReportsBeside.Shift.SAME, ReportsBeside.Shift.SAME);
        assertThat(BesideMarkdown.write(both)).contains("| unchanged |").doesNotContain("| better |");
    }

    private static String alike(String name, double share) {
        return "{\"name\":\"" + name + "\",\"unit\":\"share\",\"direction\":\"higher\",\"n\":10,\"legacy\":null,"
                + "\"candidate\":" + share + ",\"delta\":null,\"interval\":[" + share + "," + share
                + "],\"verdict\":\"inconclusive\"}";
    }

    @Test
    void where_nothing_moved_or_decides_there_is_no_empty_table() throws IOException {
        String still = route("chat", "v2", ms(5, 4, 6).replace("inconclusive", "information"));

        ReportsBeside both = both(still, still);

        assertThat(BesideMarkdown.write(both))
                .contains("1 metric, which decides nothing, moved no farther")
                .doesNotContain("| metric |", "1 more");
        assertThat(BesideHtml.write(both))
                .contains("<details", "latency_ms_p50")
                .doesNotContain("<section");
    }

    @Test
    void a_metric_without_an_interval_says_so() throws IOException {
        String bare = "{\"name\":\"accuracy\",\"unit\":\"share\",\"direction\":\"higher\",\"n\":1,\"legacy\":0,"
                + "\"candidate\":1,\"delta\":1,\"interval\":null,\"verdict\":\"inconclusive\"}";

        ReportsBeside both = both(route("chat", "v2", bare), route("chat", "v2", bare));

        assertThat(rows(both)).extracting(ReportsBeside.Row::shift).containsExactly(ReportsBeside.Shift.UNKNOWN);
    }

    @Test
    void the_json_holds_both_sides_and_the_change() throws IOException {
        ReportsBeside both = both(route("chat", "v2", ms(5, 4, 6)), route("chat", "v2", ms(9, 8, 10)));

        var metric = new ObjectMapper().readTree(BesideJson.write(both)).at("/routes/0/metrics/0");

        assertThat(metric.path("change").doubleValue()).isEqualTo(4);
        assertThat(metric.path("shift").textValue()).isEqualTo("worse");
        assertThat(metric.at("/second/interval/1").doubleValue()).isEqualTo(10);
        assertThat(both.second().verdict()).isEqualTo(Verdict.HOLD);
    }

    @Test
    void names_from_files_are_text_and_nothing_else() throws IOException {
        ReportsBeside both = both(
                route("<script>alert(1)</script>", "<img src=x>", ms(5, 4, 6)),
                route("<script>alert(1)</script>", "<img src=x>", ms(5, 4, 6)));

        assertThat(BesideHtml.write(both)).doesNotContain("<script", "<img");
        assertThat(BesideMarkdown.write(both)).doesNotContain("<script", "<img");
    }

    @Test
    void what_is_no_report_is_refused_with_its_name() throws IOException {
        Path broken = Files.writeString(directory.resolve("broken.json"), "{\"verdict\": ");
        Path other = Files.writeString(directory.resolve("other.json"), "{\"routes\": [], \"verdict\": \"splendid\"}");
        Path list = Files.writeString(directory.resolve("list.json"), "[1]");

        assertThatThrownBy(() -> SavedReport.read(broken)).hasMessageContaining("broken.json: not JSON");
        assertThatThrownBy(() -> SavedReport.read(other)).hasMessageContaining("unknown here: splendid");
        assertThatThrownBy(() -> SavedReport.read(list)).hasMessageContaining("list.json: has no routes");
    }

    private ReportsBeside both(String first, String second) throws IOException {
        return ReportsBeside.of(read("a.json", first), read("b.json", second));
    }

    private SavedReport read(String name, String routes) throws IOException {
        return SavedReport.read(Files.writeString(
                directory.resolve(name), "{\"verdict\":\"hold\",\"reasons\":[],\"routes\":[" + routes + "]}"));
    }

    private static List<ReportsBeside.Row> rows(ReportsBeside both) {
        return both.routes().get(0).metrics();
    }

    private static String route(String name, String candidate, String metrics) {
        return "{\"route\":\"" + name + "\",\"legacy\":\"old\",\"candidate\":\"" + candidate
                + "\",\"verdict\":\"hold\",\"pairs\":10,\"metrics\":[" + metrics + "]}";
    }

    private static String metric(String name, String direction, double delta, double low, double high) {
        return metric(name, "share", direction, delta, low, high);
    }

    private static String ms(double delta, double low, double high) {
        return metric("latency_ms_p50", "ms", "lower", delta, low, high);
    }

    private static String metric(String name, String unit, String direction, double delta, double low, double high) {
        return "{\"name\":\"" + name + "\",\"unit\":\"" + unit + "\",\"direction\":\"" + direction
                + "\",\"n\":10,\"legacy\":1,\"candidate\":" + (1 + delta) + ",\"delta\":" + delta
                + ",\"interval\":[" + low + "," + high + "],\"verdict\":\"inconclusive\"}";
    }
}
