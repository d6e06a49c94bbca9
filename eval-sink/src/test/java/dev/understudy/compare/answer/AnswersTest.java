package dev.understudy.compare.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.config.Compare;
import dev.understudy.config.Compare.Exactness;
import dev.understudy.config.Compare.Place;
import dev.understudy.config.Compare.Side;
import dev.understudy.config.Part;
import dev.understudy.config.Pointer;
import dev.understudy.pair.Body;
import dev.understudy.pair.Leg;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AnswersTest {

    @Test
    void a_chat_completion_is_text_where_nothing_is_said() {
        assertThat(byLook("{\"choices\":[{\"message\":{\"content\":\"Hi\"}}]}"))
                .isEqualTo(new Extracted.Found(new Answer.Text("Hi")));
        assertThat(byLook("{\"choices\":[{\"message\":{\"content\":null,\"tool_calls\":[]}}]}"))
                .isEqualTo(new Extracted.Found(new Answer.Text("")));
        assertThat(byLook("{\"a\":1}"))
                .isInstanceOfSatisfying(
                        Extracted.Found.class,
                        found -> assertThat(found.answer()).isInstanceOf(Answer.Json.class));
        assertThat(byLook("plain words")).isEqualTo(new Extracted.Found(new Answer.Text("plain words")));
    }

    @Test
    void an_imported_output_says_what_it_is() {
        assertThat(byLook("{\"pred\":1,\"prob\":0.5}")).isEqualTo(new Extracted.Found(new Answer.Prediction("1", 0.5)));
        assertThat(byLook("{\"ranking\":[\"a\",\"b\",\"a\"]}"))
                .isEqualTo(new Extracted.Found(new Answer.Ranking(List.of("a", "b"))));
        assertThat(byLook("{\"text\":\"x\"}")).isEqualTo(new Extracted.Found(new Answer.Text("x")));
    }

    private static final String TWICE = "[{\"label\":\"a\",\"score\":0.2},{\"label\":\"a\",\"score\":0.8}]";

    @Test
    void scores_are_a_list_or_an_object_and_counted_where_one_is_none() {
        Answer.Prediction ofBoth = new Answer.Prediction("a", null, Map.of("a", 0.7, "b", 0.3));

        assertThat(byLook("{\"pred\":\"a\",\"prob\":{\"a\":0.7,\"b\":0.3}}")).isEqualTo(new Extracted.Found(ofBoth));
        assertThat(byLook(
                        "{\"pred\":\"a\",\"prob\":[{\"label\":\"a\",\"score\":0.7},{\"label\":\"b\",\"score\":0.3}]}"))
                .isEqualTo(new Extracted.Found(ofBoth));
        assertThat(byLook("{\"pred\":1,\"prob\":[0.5]}"))
                .isEqualTo(new Extracted.Found(new Answer.Prediction("1", 0.5)));
        for (String none : List.of("[0.2,1.7]", "[0.2,\"NaN\"]", "{\"a\":1e999}", "[]")) {
            assertThat(byLook("{\"pred\":1,\"prob\":" + none + "}")).as(none).isEqualTo(flawed("/prob"));
        }
        for (String twice : List.of(TWICE, "{\"1\":0.2,\"1.0\":0.8}")) {
            assertThat(byLook("{\"pred\":1,\"prob\":" + twice + "}"))
                    .as(twice)
                    .isEqualTo(flawed("/prob (a class twice)"));
        }
    }

    private static Extracted flawed(String where) {
        return new Extracted.Found(
                new Answer.Prediction("1", null), new Extracted.Unusable(Fault.UNEXPECTED_TYPE, where));
    }

    /** They are scores by their look, wherever they stand; numbers without a label may be anything. */
    @Test
    void a_list_of_labels_with_scores_is_counted_where_it_is_none() {
        Extractor extractor = Extractor.of(new Compare(Compare.Profile.CLASSIFICATION));

        assertThat(extractor.from(leg(TWICE)))
                .isEqualTo(new Extracted.Unusable(Fault.UNEXPECTED_TYPE, " (a class twice)"));
        assertThat(extractor.from(leg("[" + TWICE + "]")))
                .isEqualTo(new Extracted.Unusable(Fault.UNEXPECTED_TYPE, " (a class twice)"));
        assertThat(extractor.from(leg("{\"predictions\":[" + TWICE + "]}")))
                .isEqualTo(new Extracted.Unusable(Fault.UNEXPECTED_TYPE, "/predictions/0 (a class twice)"));
        assertThat(extractor.from(leg("{\"label\":1,\"outputs\":[{\"data\":" + TWICE + "}]}")))
                .isEqualTo(flawed("/outputs/0/data (a class twice)"));
        assertThat(extractor.from(leg("{\"label\":1,\"outputs\":[{\"data\":[3,4]}]}")))
                .isEqualTo(new Extracted.Found(new Answer.Prediction("1", null)));
    }

    @Test
    void a_ranking_is_read_from_where_the_file_says() {
        Extractor extractor = Extractor.of(new Compare(Compare.Profile.RANKING)
                .with(Map.of(Part.ITEMS, answer("/hits"), Part.ITEM_ID, answer("/doc/id"))));

        assertThat(extractor.from(leg("{\"hits\":[{\"doc\":{\"id\":7}},{\"doc\":{\"id\":\"x\"}}]}")))
                .isEqualTo(new Extracted.Found(new Answer.Ranking(List.of("7", "x"))));
        assertThat(extractor.from(leg("{\"hits\":[{\"doc\":{}}]}")))
                .isEqualTo(new Extracted.Unusable(Fault.POINTER_UNMATCHED, "/hits/*/doc/id"));
        assertThat(extractor.from(leg("{\"hits\":{}}")))
                .isEqualTo(new Extracted.Unusable(Fault.UNEXPECTED_TYPE, "/hits"));
        assertThat(extractor.from(leg("{}"))).isEqualTo(new Extracted.Unusable(Fault.POINTER_UNMATCHED, "/hits"));
        assertThat(extractor.from(leg("<html>"))).isEqualTo(new Extracted.Unusable(Fault.NOT_JSON, ""));
    }

    @Test
    void what_cannot_be_read_says_why() throws IOException {
        byte[] text = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(text);
        }

        assertThat(fault(new Body(text, 700, true), Map.of())).isEqualTo(Fault.TRUNCATED);
        assertThat(fault(Body.EMPTY, Map.of())).isEqualTo(Fault.NO_BODY);
        assertThat(fault(new Body(new byte[] {(byte) 0xff, 1}, 2, false), Map.of()))
                .isEqualTo(Fault.NOT_TEXT);
        assertThat(fault(new Body(text, 7, false), Map.of("content-encoding", "br")))
                .isEqualTo(Fault.COMPRESSED);
        assertThat(fault(new Body(text, 7, false), Map.of("content-encoding", "gzip")))
                .isEqualTo(Fault.COMPRESSED);
        Leg gzip = leg(new Body(zipped.toByteArray(), 7, false), Map.of("content-encoding", "gzip"), 200);
        assertThat(Extractor.byLook().from(gzip)).isInstanceOf(Extracted.Found.class);
        assertThat(Extractor.byLook().from(leg(new Body(text, 7, false), Map.of(), 503)))
                .isEqualTo(new Extracted.Unusable(Fault.NOT_ANSWERED, ""));
        assertThat(fault(null, Map.of())).isEqualTo(Fault.NOT_RECORDED);
    }

    @Test
    void json_nested_deeper_than_any_parser_bears_is_not_json_and_no_crash() {
        assertThat(byLook("[".repeat(100_000))).isInstanceOf(Extracted.Found.class);
        assertThat(Extractor.of(new Compare(Compare.Profile.JSON)).from(leg("[".repeat(100_000))))
                .isEqualTo(new Extracted.Unusable(Fault.NOT_JSON, ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1,\"b\":2} | {\"b\":2.0,\"a\":1} | ",
                "{\"a\":1} | {\"a\":\"1\"} | /a",
                "{\"a\":1} | {} | /a",
                "{\"a\":null} | {} | /a",
                "{\"hits\":[{\"s\":1},{\"s\":2}]} | {\"hits\":[{\"s\":1},{\"s\":3}]} | /hits/*/s",
                "{\"hits\":[1]} | {\"hits\":[1,2]} | /hits/#",
                "{\"a/b\":{\"~\":1}} | {\"a/b\":{\"~\":2}} | /a~1b/~0",
                "1 | 2 | /",
                "{\"n\":1e999999999} | {\"n\":2e999999999} | /n"
            })
    void json_differs_by_field(String legacy, String other, String expected) {
        assertThat(String.join(",", JsonDifferences.STRICT.between(json(legacy), json(other))))
                .isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void ignored_fields_and_numbers_within_the_tolerance_do_not_differ() {
        JsonDifferences differences = JsonDifferences.of(
                new Exactness(List.of(new Pointer("/meta"), new Pointer("/hits/*/at")), 0.01, Map.of(), List.of()));

        assertThat(differences.between(
                        json("{\"meta\":{\"t\":1},\"hits\":[{\"at\":1,\"s\":0.5}]}"),
                        json("{\"meta\":{\"t\":2},\"hits\":[{\"at\":2,\"s\":0.51}]}")))
                .isEmpty();
        assertThat(differences.between(json("{\"s\":0.5}"), json("{\"s\":0.52}")))
                .containsExactly("/s");
    }

    @Test
    void words_of_scripts_without_spaces_are_single_characters() {
        assertThat(new Words("große straße, don't! 3.14").unicode())
                .isEqualTo(words("große", "straße", "don't", "3.14"));
        assertThat(new Words("東京タワー").unicode()).isEqualTo(words("東", "京", "タ", "ワ", "ー"));
        assertThat(new Words("the cat's a  hat.").squad()).isEqualTo(words("cats", "hat"));
        assertThat(new Words("é–the–b than").squad()).isEqualTo(words("é–", "–b", "than"));
        assertThat(new Words("慮 an慮 athe").squad()).isEqualTo(words("慮", "an慮", "athe"));
        assertThat(new Words("don't  stop-me").rouge()).isEqualTo(words("don", "t", "stop", "me"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void the_bit_parallel_subsequence_is_the_tabulated_one(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] left = random.longs(random.nextInt(300), 0, 5).toArray();
        long[] right = random.longs(random.nextInt(300), 0, 5).toArray();
        int[][] table = new int[left.length + 1][right.length + 1];
        for (int i = 1; i <= left.length; i++) {
            for (int j = 1; j <= right.length; j++) {
                table[i][j] = left[i - 1] == right[j - 1]
                        ? table[i - 1][j - 1] + 1
                        : Math.max(table[i - 1][j], table[i][j - 1]);
            }
        }

        assertThat(Subsequence.length(left, right)).isEqualTo(table[left.length][right.length]);
    }

    @Test
    void lists_are_alike_by_what_stands_at_the_top() {
        List<String> abc = List.of("a", "b", "c");
        assertThat(Likeness.rankBiasedOverlap(abc, abc, 0.9)).isEqualTo(1);
        assertThat(Likeness.rankBiasedOverlap(abc, List.of("x", "y", "z"), 0.9)).isZero();
        assertThat(Likeness.rankBiasedOverlap(List.of("b", "a", "c"), abc, 0.9))
                .isLessThan(Likeness.rankBiasedOverlap(List.of("a", "c", "b"), abc, 0.9));
        assertThat(Likeness.rankBiasedOverlap(List.of("a"), abc, 0.9))
                .isEqualTo(Likeness.rankBiasedOverlap(abc, List.of("a"), 0.9));
        assertThat(Likeness.overlap(abc, List.of("c", "x"), 10)).isEqualTo(1 / 3.0);
        assertThat(Likeness.overlap(List.of(), List.of(), 10)).isEqualTo(1);
    }

    private static long[] words(String... words) {
        return Stream.of(words).mapToLong(Tokens::word).toArray();
    }

    private static JsonNode json(String text) {
        return Bodies.json(text).orElseThrow();
    }

    private static Extracted byLook(String body) {
        return Extractor.byLook().from(leg(body));
    }

    private static Fault fault(@Nullable Body body, Map<String, String> headers) {
        Extracted extracted = Extractor.byLook().from(leg(body, headers, 200));
        return ((Extracted.Unusable) extracted).fault();
    }

    private static Leg leg(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return leg(new Body(bytes, bytes.length, false), Map.of(), 200);
    }

    private static Leg leg(@Nullable Body body, Map<String, String> headers, int status) {
        return new Leg(
                Leg.Role.LEGACY, "m", null, 1, Leg.Outcome.OK, null, status, headers, body, Leg.Times.NONE, null);
    }

    private static Place answer(String pointer) {
        return new Place(Side.ANSWER, new Pointer(pointer));
    }
}
