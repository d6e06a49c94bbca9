package dev.understudy.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PairCodecTest {
    private static final Schema PAIR = schema("pair");
    private static final Schema FEEDBACK = schema("feedback");
    private static final Schema PULSE = schema("pulse");

    @ParameterizedTest
    @MethodSource("seeds")
    void any_pair_fits_the_schema_on_one_line_and_comes_back_equal(long seed) throws Exception {
        Pair pair = new RandomPairs(seed).pair();

        byte[] line = PairCodec.encode(pair);

        assertThat(line).doesNotContain((byte) '\n');
        assertThat(errors(PAIR, line)).isEmpty();
        assertThat(PairCodec.decode(line)).usingRecursiveComparison().isEqualTo(pair);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void any_feedback_fits_the_schema_and_comes_back_equal(long seed) throws Exception {
        Feedback feedback = new RandomPairs(seed).feedback();

        byte[] line = FeedbackCodec.encode(feedback);

        assertThat(errors(FEEDBACK, line)).isEmpty();
        assertThat(FeedbackCodec.decode(line)).isEqualTo(feedback);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void any_pulse_fits_the_schema_and_comes_back_equal(long seed) throws Exception {
        Pulse pulse = new RandomPairs(seed).pulse();

        byte[] line = PulseCodec.encode(pulse);

        assertThat(errors(PULSE, line)).isEmpty();
        assertThat(PulseCodec.decode(line)).isEqualTo(pulse);
    }

    @Test
    void a_pair_reads_as_the_documentation_shows_it() {
        Leg legacy = new Leg(
                Leg.Role.LEGACY,
                "ranker-v1",
                "http://127.0.0.1:9001",
                1,
                Leg.Outcome.OK,
                null,
                200,
                Map.of(),
                body("{}"),
                new Leg.Times(0.1, 3.9, null, 4.2),
                null);
        Leg candidate = new Leg(
                Leg.Role.CANDIDATE,
                "ranker-v2",
                null,
                0,
                Leg.Outcome.TIMEOUT,
                "firstByte",
                null,
                Map.of(),
                null,
                Leg.Times.NONE,
                null);

        String line = text(PairCodec.encode(pair(1.0, legacy, candidate)));

        assertThat(line)
                .isEqualTo(
                        "{\"schemaVersion\":1,\"id\":\"01K\",\"time\":\"2026-11-22T01:02:03.450Z\",\"instance\":\"gw-1\","
                                + "\"sequence\":42,\"route\":\"search-shadow\",\"revision\":\"9f3c21ab\",\"strategy\":\"shadow\","
                                + "\"unit\":{\"kind\":\"user\",\"source\":\"header:x-user-id\",\"hash\":\"ab\"},"
                                + "\"assigned\":\"ranker-v1\",\"served\":\"ranker-v1\",\"propensity\":1.0,\"sampleRate\":1.0,"
                                + "\"request\":{\"method\":\"POST\",\"path\":\"/search\","
                                + "\"headers\":{\"accept\":\"*/*\",\"content-type\":\"application/json\"},"
                                + "\"body\":\"{}\",\"bodyBytes\":2,\"truncated\":false},"
                                + "\"legs\":[{\"role\":\"legacy\",\"model\":\"ranker-v1\",\"endpoint\":\"http://127.0.0.1:9001\","
                                + "\"attempts\":1,\"outcome\":\"ok\",\"status\":200,\"headers\":{},\"body\":\"{}\","
                                + "\"bodyBytes\":2,\"truncated\":false,"
                                + "\"times\":{\"sentMs\":0.1,\"firstByteMs\":3.9,\"firstTokenMs\":null,\"lastByteMs\":4.2},"
                                + "\"tokens\":null},{\"role\":\"candidate\",\"model\":\"ranker-v2\",\"attempts\":0,"
                                + "\"outcome\":\"timeout\",\"cause\":\"firstByte\",\"status\":null,\"tokens\":null}],"
                                + "\"feedback\":[]}");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void what_is_no_number_in_json_is_null(double propensity) throws Exception {
        byte[] line = PairCodec.encode(pair(propensity));

        assertThat(text(line)).contains("\"propensity\":null");
        assertThat(errors(PAIR, line)).isEmpty();
        assertThat(PairCodec.decode(line).propensity()).isNaN();
    }

    @Test
    void half_a_surrogate_pair_is_replaced_and_a_whole_one_kept() throws Exception {
        Pair.Unit unit = new Pair.Unit("user\ud83d", "\ude00x", "😀");
        Pair pair = with(unit);

        byte[] line = PairCodec.encode(pair);

        assertThat(errors(PAIR, line)).isEmpty();
        assertThat(PairCodec.decode(line).unit()).isEqualTo(new Pair.Unit("user\ufffd", "\ufffdx", "😀"));
    }

    @Test
    void a_body_cut_within_a_character_is_still_text() throws Exception {
        byte[] whole = "検索".getBytes(StandardCharsets.UTF_8);
        Body cut = new Body(Arrays.copyOf(whole, 5), 6, true);

        Pair read = PairCodec.decode(PairCodec.encode(with(cut)));

        assertThat(read.request().body().bytes()).isEqualTo("検".getBytes(StandardCharsets.UTF_8));
        assertThat(read.request().body().length()).isEqualTo(6);
    }

    @Test
    void tokens_are_read_from_an_answer_that_names_them() throws Exception {
        Leg leg = leg("application/json", "{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":11}}");

        Pair read = PairCodec.decode(PairCodec.encode(pair(1, leg)));

        assertThat(read.legs().get(0).tokens()).isEqualTo(new Leg.Tokens(7, 11));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "u", "\"", "us", "usa", "\"usag", "\"\"usage", "egasu\"", "padding pad"})
    void tokens_are_found_wherever_they_stand(String before) {
        String body = "{\"a\":[" + Json.BODIES.getNodeFactory().textNode(before) + "],\"usage\":{\"input_tokens\":1}}";

        assertThat(AnswerFacts.of(body.getBytes(StandardCharsets.UTF_8)).tokens())
                .isEqualTo(new Leg.Tokens(1, 0));
    }

    @Test
    void a_stream_is_assembled_once() throws Exception {
        Leg leg = leg("text/event-stream; charset=utf-8", "data: {\"a\":1}\n\ndata: two\n\n");

        Pair once = PairCodec.decode(PairCodec.encode(pair(1, leg)));
        Pair twice = PairCodec.decode(PairCodec.encode(once));

        assertThat(text(once.legs().get(0).body())).isEqualTo("[{\"a\":1},\"two\"]");
        assertThat(once.legs().get(0).stream()).isEqualTo(new Leg.Stream(2, true));
        assertThat(twice).usingRecursiveComparison().isEqualTo(once);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<h1>Bad Gateway</h1>", "{\"error\":\"overloaded\"}", ": no event\n\n"})
    void what_is_called_a_stream_and_has_no_event_stays_as_it_came(String body) throws Exception {
        Pair decoded = PairCodec.decode(PairCodec.encode(pair(1, leg("text/event-stream", body))));

        assertThat(text(decoded.legs().get(0).body())).isEqualTo(body);
        assertThat(decoded.legs().get(0).stream())
                .extracting(Leg.Stream::events)
                .isEqualTo(0);
        assertThat(PairCodec.decode(PairCodec.encode(decoded)))
                .usingRecursiveComparison()
                .isEqualTo(decoded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"sequence\":42 => \"sequence\":-1",
                "\"outcome\":\"ok\" => \"outcome\":\"fine\"",
                ",\"truncated\":false => "
            })
    void the_schema_refuses_what_is_no_pair(String example) {
        String[] parts = example.split(" => ", 2);
        String good = text(PairCodec.encode(pair(1, leg("text/plain", "x"))));

        String bad = good.replace(parts[0], parts[1]);

        assertThat(errors(PAIR, bad.getBytes(StandardCharsets.UTF_8))).isNotEmpty();
    }

    @Test
    void unknown_fields_are_ignored() throws Exception {
        String line = text(PairCodec.encode(pair(1)));

        Pair read = PairCodec.decode(line.replace("{\"kind\":", "{\"later\":[1],\"kind\":")
                .replace("{\"schemaVersion\":1", "{\"new\":{\"x\":null},\"schemaVersion\":1")
                .getBytes(StandardCharsets.UTF_8));

        assertThat(read).usingRecursiveComparison().isEqualTo(pair(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"sequence\":42 => \"sequence\":-1 => sequence: -1 (expected: a whole number >= 0)",
                "\"sequence\":42 => \"sequence\":\"42\" => sequence: \"42\" (expected: a whole number >= 0)",
                "\"route\":\"search-shadow\", =>  => route: missing (expected: a value)",
                "\"outcome\":\"ok\" => \"outcome\":\"fine\" => legs[0].outcome: \"fine\" (expected: one of cancelled, error, ok,",
                "\"kind\":\"user\" => \"kind\":7 => unit.kind: 7 (expected: a string)",
                "\"schemaVersion\":1 => \"schemaVersion\":2 => schemaVersion: 2 (expected: 1",
                "2026-11-22T => yesterday => time: \"yesterday01:02:03.450Z\" (expected: a time such as",
                "2026-11-22T => +12345-11-22T => time: \"+12345-11-22T01:02:03.450Z\" (expected: a time such as",
                "\"feedback\":[] => \"feedback\":[7] => feedback[0]: 7 (expected: an object)",
            })
    void what_is_wrong_is_named_with_its_place(String example) {
        String[] parts = example.split(" => ", 3);
        String good = text(PairCodec.encode(pair(1, leg("text/plain", "x"))));
        assertThat(good).contains(parts[0]);

        byte[] bad = good.replace(parts[0], parts[1]).getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> PairCodec.decode(bad))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageStartingWith(parts[2]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{\"schemaVersion\":1} {}", "nul", "\u0000\u0000"})
    void what_is_no_json_object_is_refused(String line) {
        assertThatThrownBy(() -> PairCodec.decode(line.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedRecordException.class);
    }

    static Stream<Long> seeds() {
        return LongStream.range(0, 300).boxed();
    }

    private static Pair pair(double propensity, Leg... legs) {
        return pair(new Pair.Unit("user", "header:x-user-id", "ab"), propensity, body("{}"), legs);
    }

    private static Pair with(Pair.Unit unit) {
        return pair(unit, 1, body("{}"));
    }

    private static Pair with(Body body) {
        return pair(null, 1, body);
    }

    private static Pair pair(Pair.@Nullable Unit unit, double propensity, Body body, Leg... legs) {
        return new Pair(
                "01K",
                Instant.parse("2026-11-22T01:02:03.450Z"),
                "gw-1",
                42,
                "search-shadow",
                "9f3c21ab",
                "shadow",
                unit,
                "ranker-v1",
                "ranker-v1",
                propensity,
                1,
                new Request("POST", "/search", Map.of("content-type", "application/json", "accept", "*/*"), body),
                List.of(legs),
                null,
                List.of());
    }

    private static Leg leg(String contentType, String body) {
        return new Leg(
                Leg.Role.LEGACY,
                "m",
                "http://127.0.0.1:9001",
                1,
                Leg.Outcome.OK,
                null,
                200,
                Map.of("content-type", contentType),
                body(body),
                Leg.Times.NONE,
                null);
    }

    private static Body body(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Body(bytes, bytes.length, false);
    }

    private static String text(@Nullable Body body) {
        return body == null ? "" : text(body.bytes());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static List<String> errors(Schema schema, byte[] line) {
        return schema.validate(text(line), InputFormat.JSON).stream()
                .map(Error::toString)
                .toList();
    }

    private static Schema schema(String name) {
        try (InputStream in = PairCodec.class.getResourceAsStream(name + ".schema.json")) {
            assertThat(in).isNotNull();
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
