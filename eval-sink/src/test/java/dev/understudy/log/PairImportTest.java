package dev.understudy.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.understudy.pair.Body;
import dev.understudy.pair.Feedback;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import dev.understudy.pair.PairCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairImportTest {
    @TempDir
    Path directory;

    private final List<String> bad = new ArrayList<>();

    @Test
    void outputs_become_pairs_whose_parts_pointers_find() throws Exception {
        Path file = file(
                "churn.v2.jsonl",
                "{\"pair_id\":\"7\",\"slice\":\"all\",\"label\":1,\"legacy\":{\"pred\":0,\"prob\":0.100},"
                        + "\"candidate\":{\"pred\":1},\"legacy_twin\":{\"pred\":0},\"votes\":[1],\"own\":{\"x\":1.50}}");

        PairImport.Result result = run(file, Optional.empty());

        assertThat(result).isEqualTo(new PairImport.Result(1, 1, 0));
        Pair pair = pairs().get(0);
        assertThat(pair.id()).isEqualTo("churn:7");
        assertThat(pair.route()).isEqualTo("churn");
        assertThat(text(pair.request().body()))
                .isEqualTo("{\"pair_id\":\"7\",\"slice\":\"all\",\"label\":1,\"votes\":[1],\"own\":{\"x\":1.50}}");
        assertThat(pair.legs())
                .extracting(Leg::role)
                .containsExactly(Leg.Role.LEGACY, Leg.Role.CANDIDATE, Leg.Role.NOISE);
        assertThat(pair.legs())
                .extracting(leg -> text(leg.body()))
                .containsExactly("{\"pred\":0,\"prob\":0.100}", "{\"pred\":1}", "{\"pred\":0}");
        List<Feedback> labels = FeedbackIndex.of(PairLog.at(data())).about("churn:7");
        assertThat(labels).extracting(Feedback::event, Feedback::label).containsExactly(tuple("label", "1"));
    }

    @Test
    void a_bad_line_is_named_and_the_rest_comes_in() throws Exception {
        Path file = file(
                "mixed.jsonl",
                "\ufeff{\"pair_id\":1,\"legacy\":{\"text\":\"a\"},\"candidate\":{\"text\":\"b\"}}",
                "",
                "{\"pair_id\":2,\"legacy\":{\"text\":\"a\"}}",
                "{\"pair_id\":3",
                "{\"legacy\":{\"text\":\"a\"},\"candidate\":{\"text\":\"b\"}}",
                "{\"pair_id\":5,\"legacy\":{\"txt\":\"a\"},\"candidate\":{\"text\":\"b\"}}",
                "[]",
                "{\"schemaVersion\":1,\"id\":\"x\"}",
                "{\"pair_id\":9,\"legacy\":{\"ranking\":[]},\"candidate\":{\"ranking\":[\"d\"]}}\r");

        PairImport.Result result = run(file, Optional.of("search"));

        assertThat(result).isEqualTo(new PairImport.Result(2, 0, 6));
        assertThat(pairs()).extracting(Pair::id).containsExactly("search:1", "search:9");
        assertThat(bad).hasSize(6);
        assertThat(bad.get(0))
                .isEqualTo(
                        "line 3: candidate: missing (expected: an object with text, pred, prob, ranking, embedding, cluster, boxes, mask or risk)");
        assertThat(bad.get(1)).startsWith("line 4: not JSON: ");
        assertThat(bad.get(2)).isEqualTo("line 5: pair_id: missing (expected: a string or a whole number)");
        assertThat(bad.get(3)).startsWith("line 6: legacy: {\"txt\":\"a\"} (expected:");
        assertThat(bad.get(4)).startsWith("line 7: not a JSON object");
        assertThat(bad.get(5)).startsWith("line 8: time: missing");
    }

    @Test
    void sessions_become_pairs_of_mixed_lists_with_their_clicks() throws Exception {
        Path file = file(
                "clicks.jsonl",
                "{\"session\":\"s1\",\"query\":\"tents\",\"list\":[\"d3\",7],\"teams\":[\"candidate\",\"legacy\"],\"clicks\":[1,0],"
                        + "\"time\":\"2026-11-22T01:02:03Z\"}",
                "{\"session\":2,\"list\":[\"d1\"],\"teams\":[\"legacy\"],\"clicks\":[],\"method\":\"balanced\","
                        + "\"legacy\":{\"ranking\":[\"d1\",\"d2\"]},\"candidate\":{\"ranking\":[\"d2\"]}}");

        PairImport.Result result = run(file, Optional.of("search"));

        assertThat(bad).isEmpty();
        assertThat(result).isEqualTo(new PairImport.Result(2, 2, 0));
        Pair first = pairs().get(0);
        assertThat(first.id()).isEqualTo("search:s1");
        assertThat(first.strategy()).isEqualTo("interleave");
        assertThat(first.time()).isEqualTo("2026-11-22T01:02:03Z");
        assertThat(first.interleaving())
                .isEqualTo(new Pair.Interleaving(
                        "teamDraft", false, List.of(new Pair.Item("d3", "candidate"), new Pair.Item("7", "legacy"))));
        assertThat(first.feedback())
                .extracting(Feedback::event, Feedback::item)
                .containsExactly(tuple("click", "7"), tuple("click", "d3"));
        Pair second = pairs().get(1);
        assertThat(second.id()).isEqualTo("search:2");
        assertThat(second.feedback()).isEmpty();
        assertThat(second.legs())
                .extracting(leg -> text(leg.body()))
                .containsExactly("{\"ranking\":[\"d1\",\"d2\"]}", "{\"ranking\":[\"d2\"]}");
    }

    @Test
    void outputs_may_have_a_session_of_their_own() throws Exception {
        Path file = file(
                "qa.jsonl",
                "{\"pair_id\":1,\"session\":\"s\",\"legacy\":{\"text\":\"a\"},\"candidate\":{\"text\":\"b\"}}");

        assertThat(run(file, Optional.empty())).isEqualTo(new PairImport.Result(1, 0, 0));

        assertThat(pairs()).extracting(Pair::strategy).containsExactly("shadow");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"list\":[],\"teams\":[],\"clicks\":[] | list: [] (expected: the items",
                "\"list\":[\"a\"],\"clicks\":[] | teams: missing (expected: legacy or candidate for each of 1 items)",
                "\"list\":[\"a\"],\"teams\":{\"x\":1},\"clicks\":[] | teams: {\"x\":1} (expected: legacy or candidate for each of 1 items)",
                "\"list\":[\"a\",\"a\"],\"teams\":[\"legacy\",\"legacy\"],\"clicks\":[] | list: \"a\" (expected: the id of an item, each once)",
                "\"list\":[\"a\"],\"teams\":[\"both\"],\"clicks\":[] | teams: \"both\" (expected: legacy or candidate)",
                "\"list\":[\"a\"],\"teams\":[\"legacy\"] | clicks: missing (expected: a list of places",
                "\"list\":[\"a\"],\"teams\":[\"legacy\"],\"clicks\":[1] | clicks: 1 (expected: a place from 0 to 0)",
                "\"list\":[\"a\"],\"teams\":[\"legacy\"],\"clicks\":[\"a\"] | clicks: \"a\" (expected: a place from 0 to 0)",
                "\"list\":[\"a\"],\"teams\":[\"legacy\"],\"clicks\":[],\"method\":\"dice\" | method: \"dice\" (expected: one of [balanced, probabilistic, teamDraft])",
                "\"list\":[\"a\"],\"teams\":[\"legacy\"],\"clicks\":[],\"time\":\"noon\" | time: \"noon\" (expected: ISO 8601",
                "\"list\":[\"a\"],\"teams\":[\"legacy\"],\"clicks\":[],\"legacy\":{} | legacy: {} (expected: an object with ranking)",
            })
    void what_is_no_session_is_named(String rest, String why) throws Exception {
        Path file = file("clicks.jsonl", "{\"session\":\"s\"," + rest + "}");

        assertThat(run(file, Optional.empty())).isEqualTo(new PairImport.Result(0, 0, 1));

        assertThat(bad).singleElement().asString().startsWith("line 1: " + why);
    }

    @Test
    void exported_pairs_come_back_as_they_were() throws Exception {
        Pair pair = Samples.pair("a").withFeedback(List.of(Samples.feedback("a", "e1")));
        Path file = file("pairs.jsonl", new String(PairCodec.encode(pair), StandardCharsets.UTF_8));

        run(file, Optional.empty());

        assertThat(pairs()).usingRecursiveComparison().isEqualTo(List.of(pair));
    }

    @Test
    void the_same_file_twice_is_read_once() throws Exception {
        Path file = file("a.jsonl", "{\"pair_id\":1,\"legacy\":{\"text\":\"a\"},\"candidate\":{\"text\":\"b\"}}");

        run(file, Optional.empty());
        run(file, Optional.empty());

        assertThat(pairs()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"phi3_vs_dpo, 160", "letor_ridge_vs_gbrt, 50", "ja_vicuna_aa_and_candidate, 80"})
    void real_outputs_come_in_whole(String name, int pairs) throws Exception {
        Path file = Path.of("..", "..", "shared", "data", "pairs", name + ".jsonl");
        assumeThat(file).as("data to develop against").exists();

        assertThat(run(file, Optional.empty()).badLines()).isZero();
        assertThat(pairs()).hasSize(pairs).allMatch(pair -> pair.route().equals(name));
    }

    private PairImport.Result run(Path file, Optional<String> route) throws IOException {
        return PairImport.importFile(file, data(), route, line -> bad.add(line.toString()));
    }

    private List<Pair> pairs() throws IOException {
        List<Pair> pairs = new ArrayList<>();
        PairLog.at(data()).forEach(PairFilter.ALL, pairs::add);
        return pairs;
    }

    private Path data() {
        return directory.resolve("data");
    }

    private Path file(String name, String... lines) throws IOException {
        return Files.writeString(directory.resolve(name), String.join("\n", lines));
    }

    private static String text(@Nullable Body body) {
        return body == null ? "" : new String(body.bytes(), StandardCharsets.UTF_8);
    }
}
