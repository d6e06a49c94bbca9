package dev.understudy.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.config.Compare.Profile;
import dev.understudy.config.Config;
import dev.understudy.log.PairWriter;
import dev.understudy.pair.Body;
import dev.understudy.pair.Feedback;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import dev.understudy.pair.PairCodec;
import dev.understudy.pair.PairCopies;
import dev.understudy.pair.Request;
import dev.understudy.report.ReportHtml;
import dev.understudy.report.ReportJson;
import dev.understudy.report.ReportMarkdown;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever comes, of every profile: it goes from files to the report's JSON, page and Markdown, is counted and named there, and
 * nothing else is lost by it.
 */
final class BadInputTest {
    private static final int PAIRS = 60;

    /** Every sixth. */
    private static final int BAD = 10;

    private static final Instant START = Instant.parse("2026-11-22T00:00:00Z");

    @TempDir
    Path data;

    /** How a profile's answers look. */
    private enum Kind {
        JSON(Profile.JSON, "", "{}", "{\"a\": %d}"),
        CLASSIFICATION(
                Profile.CLASSIFICATION,
                "prediction: /label, probability: /probability, label: /label",
                "{\"label\": 1}",
                "{\"label\": 1, \"probability\": 0.%d}"),
        REGRESSION(Profile.REGRESSION, "prediction: /value, label: /label", "{\"label\": 2}", "{\"value\": 2.%d}"),
        RANKING(
                Profile.RANKING,
                "items: /items, qrels: /qrels",
                "{\"qrels\": {\"a\": 1}}",
                "{\"items\": [\"a\", \"b%d\"]}"),
        TEXT(Profile.TEXT, "text: /text, reference: /reference", "{\"reference\": \"yes\"}", "{\"text\": \"yes %d\"}"),
        CHAT(
                Profile.CHAT,
                "text: /choices/0/message/content",
                "{}",
                "{\"choices\": [{\"message\": {\"content\": \"yes %d\"}}]}"),
        RAG(Profile.RAG, "text: /text, contexts: /c", "{}", "{\"text\": \"yes %d\", \"c\": [\"yes\"]}"),
        EMBEDDING(Profile.EMBEDDING, "embedding: /v", "{}", "{\"v\": [1, %d]}"),
        CLUSTERING(Profile.CLUSTERING, "cluster: /g, vector: /v", "{}", "{\"g\": 1, \"v\": [1, %d]}"),
        DETECTION(
                Profile.DETECTION,
                "boxes: /b, label: /l",
                "{\"l\": [{\"label\": \"x\", \"bbox\": [0, 0, 9, 9]}]}",
                "{\"b\": [{\"label\": \"x\", \"bbox\": [%d, 0, 9, 9], \"score\": 0.9}]}"),
        SEGMENTATION(Profile.SEGMENTATION, "mask: /m, label: /l", "{\"l\": [[0, 1, 1]]}", "{\"m\": [[0, 1, %d]]}"),
        SURVIVAL(Profile.SURVIVAL, "risk: /r, time: /t, event: /e", "{\"t\": 5, \"e\": true}", "{\"r\": %d}");

        private final Profile profile;
        private final String places;
        private final String request;
        private final String answer;

        Kind(Profile profile, String places, String request, String answer) {
            this.profile = profile;
            this.places = places;
            this.request = request;
            this.answer = answer;
        }

        String compare() {
            return "{profile: " + profile.yaml() + (places.isEmpty() ? "" : ", " + places) + "}";
        }

        String answer(int number) {
            return answer.replace("%d", Integer.toString(number % 9));
        }

        /** The pointer of the first place in the answer. */
        String pointer() {
            return places.isEmpty() ? "" : places.substring(places.indexOf('/'), (places + ",").indexOf(','));
        }
    }

    /** What became of the data. */
    private record Outcome(Report report, JsonNode json, String html, String markdown) {
        JsonNode route() {
            return json.at("/routes/0");
        }

        long fault(String role, String fault) {
            long count = 0;
            for (JsonNode one : route().at("/coverage/faults")) {
                boolean same = one.path("role").asText().equals(role)
                        && one.path("fault").asText().equals(fault);
                count += same ? one.path("count").asLong() : 0;
            }
            return count;
        }

        /** Said in all three, with an example. */
        void says(String role, String fault, long count) {
            assertThat(fault(role, fault)).as(role + " " + fault).isEqualTo(count);
            assertThat(html).contains("<td>" + role + "</td><td>" + fault + "</td>");
            assertThat(markdown).contains(count + " of " + role + ": " + fault.replace("_", " "));
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void pairs_with_one_leg_are_records_and_no_pairs(Kind kind) throws IOException {
        Outcome outcome = outcome(kind, pair(kind, number -> List.of(leg(kind, Leg.Role.LEGACY, number))));

        assertThat(outcome.route().path("records").asLong()).isEqualTo(PAIRS);
        assertThat(outcome.route().path("pairs").asLong()).isEqualTo(PAIRS - BAD);
        assertThat(outcome.markdown()).contains("Records 60, pairs 50");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_failed_candidate_is_counted_by_its_outcome(Kind kind) throws IOException {
        Outcome outcome = outcome(
                kind,
                pair(
                        kind,
                        number -> List.of(
                                leg(kind, Leg.Role.LEGACY, number),
                                PairsInMemory.failed(
                                        Leg.Role.CANDIDATE, "new", Leg.Outcome.TIMEOUT, "firstByteTimeout"))));

        assertThat(outcome.route().at("/legs/candidate/timeout").asLong()).isEqualTo(BAD);
        assertThat(outcome.markdown()).contains("timeout");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void truncated_bodies_are_counted(Kind kind) throws IOException {
        byte[] cut = "{\"a".getBytes(StandardCharsets.UTF_8);

        outcome(kind, candidate(kind, new Body(cut, 5000, true))).says("candidate", "truncated", BAD);
    }

    static Stream<Arguments> bodies() {
        return Arrays.stream(Kind.values())
                .flatMap(kind -> Stream.of(
                                "NaN", "{\"a\": NaN}", "[Infinity]", "{\"a\": -Infinity", "{\"a\"", "", "\u0000")
                        .map(body -> Arguments.of(kind, body)));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void what_is_no_json_is_counted(Kind kind, String body) throws IOException {
        Outcome outcome = outcome(kind, candidate(kind, PairsInMemory.body(body)));

        outcome.says("candidate", body.isEmpty() ? "no_body" : "not_json", BAD);
    }

    static Stream<Arguments> strangers() {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind != Kind.JSON)
                .flatMap(kind -> Stream.of("true", "1e999", "null", "{}", "[]", "[[[]]]", "{\"a\": 1e-999}", "\"\"")
                        .map(body -> Arguments.of(kind, body)));
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void an_answer_of_another_kind_is_counted_by_why(Kind kind, String body) throws IOException {
        Outcome outcome = outcome(kind, candidate(kind, PairsInMemory.body(body)));

        outcome.says("candidate", "pointer_unmatched", BAD);
        assertThat(outcome.html()).contains(kind.pointer());
    }

    static Stream<Arguments> values() {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind != Kind.JSON)
                .flatMap(kind -> Stream.of("true", "1e999", "null", "{}", "[]", "\"\"", "\"NaN\"", "-1e999")
                        .map(value -> Arguments.of(kind, value)));
    }

    /** At the place itself: either it can be read as what is written there, or it is counted. */
    @ParameterizedTest
    @MethodSource("values")
    void a_value_of_another_kind_is_read_as_it_is_written_or_counted(Kind kind, String value) throws IOException {
        String document = value;
        String[] names = kind.pointer().substring(1).split("/", -1);
        for (int i = names.length - 1; i >= 0; i--) {
            document = names[i].equals("0") ? "[" + document + "]" : "{\"" + names[i] + "\": " + document + "}";
        }

        Outcome outcome = outcome(kind, candidate(kind, PairsInMemory.body(document)));

        long ofType = outcome.fault("candidate", "unexpected_type");
        long missing = outcome.fault("candidate", "pointer_unmatched");
        boolean isReadable = switch (kind) {
            case JSON -> true;
            case CLASSIFICATION -> !value.equals("null") && !value.equals("{}") && !value.equals("[]");
            // What is null says nothing, as beside a call of a tool.
            case TEXT, CHAT -> !value.equals("{}") && !value.equals("[]");
            case RANKING, DETECTION, SEGMENTATION -> value.equals("[]");
            case RAG, CLUSTERING, REGRESSION, EMBEDDING, SURVIVAL -> false;
        };
        if (isReadable) {
            assertThat(ofType).isZero();
            assertThat(missing)
                    .as("a class's probability is not there")
                    .isEqualTo(kind == Kind.CLASSIFICATION ? BAD : 0);
        } else {
            assertThat(ofType + missing).isEqualTo(BAD);
        }
    }

    @ParameterizedTest
    @CsvSource({"TEXT, true", "TEXT, 4.5", "CHAT, false", "CHAT, 7", "RAG, true"})
    void what_is_no_string_where_a_text_should_be_is_read_as_written_and_counted(Kind kind, String value)
            throws IOException {
        Outcome outcome =
                outcome(kind, candidate(kind, PairsInMemory.body(kind.answer(0).replaceFirst("\"yes 0\"", value))));

        outcome.says("candidate", "not_a_string", BAD);
        assertThat(outcome.html()).contains("<code>" + kind.pointer() + "</code>");
        assertThat(metric(outcome, "token_f1_unicode").path("n").asLong()).isEqualTo(PAIRS);
    }

    static Stream<Arguments> labels() {
        return Stream.of(Kind.CLASSIFICATION, Kind.REGRESSION, Kind.DETECTION, Kind.SEGMENTATION, Kind.SURVIVAL)
                .flatMap(
                        kind -> Stream.of("NaN", "Infinity", "-Infinity", " ").map(label -> Arguments.of(kind, label)));
    }

    @ParameterizedTest
    @MethodSource("labels")
    void a_label_that_nothing_can_be_held_against_is_counted(Kind kind, String label) throws IOException {
        Outcome outcome = outcome(kind, good(kind), feedback(label));

        outcome.says("label", "unexpected_type", BAD);
    }

    static Stream<Arguments> labelsInRequests() {
        return Stream.of(
                Arguments.of(Kind.CLASSIFICATION, "{\"label\": \"NaN\"}"),
                Arguments.of(Kind.REGRESSION, "{\"label\": true}"),
                Arguments.of(Kind.REGRESSION, "{\"label\": 1e999}"),
                Arguments.of(Kind.RANKING, "{\"qrels\": {\"a\": \"good\"}}"),
                Arguments.of(Kind.RANKING, "{\"qrels\": [\"a\"]}"),
                Arguments.of(Kind.TEXT, "{\"reference\": {}}"),
                Arguments.of(Kind.DETECTION, "{\"l\": \"x\"}"),
                Arguments.of(Kind.SEGMENTATION, "{\"l\": [[0.5]]}"),
                Arguments.of(Kind.SURVIVAL, "{\"t\": -1, \"e\": 1}"),
                Arguments.of(Kind.SURVIVAL, "{\"t\": 1, \"e\": 2}"));
    }

    @ParameterizedTest
    @MethodSource("labelsInRequests")
    void a_label_in_a_request_is_no_better(Kind kind, String request) throws IOException {
        Outcome outcome = outcome(kind, pair -> with(pair, request));

        outcome.says("label", "unexpected_type", BAD);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_request_without_its_places_is_counted(Kind kind) throws IOException {
        long inRequest = kind.places
                .lines()
                .flatMap(line -> Arrays.stream(line.split(", ", -1)))
                .filter(place -> place.matches("(label|qrels|reference|time|event): .*"))
                .count();

        Outcome outcome = outcome(kind, pair -> with(pair, "{\"nothing\": 1}"));

        assertThat(outcome.fault("request", "pointer_unmatched")).isEqualTo(inRequest * BAD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999", "-1e999", "\"NaN\"", "7.5", "-0.5", "true", "{}"})
    void a_probability_that_is_none_is_counted_and_the_class_is_kept(String probability) throws IOException {
        Outcome outcome = outcome(
                Kind.CLASSIFICATION,
                candidate(
                        Kind.CLASSIFICATION,
                        PairsInMemory.body("{\"label\": 1, \"probability\": " + probability + "}")));

        outcome.says("candidate", "unexpected_type", BAD);
        assertThat(metric(outcome, "accuracy").path("candidate").asDouble()).isEqualTo(1);
        assertThat(metric(outcome, "brier").path("n").asLong()).isEqualTo(PAIRS - BAD);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void labels_for_unknown_pairs_are_counted(Kind kind) throws IOException {
        List<Feedback> unknown = new ArrayList<>();
        for (int i = 0; i < BAD; i++) {
            unknown.add(new Feedback("gone" + i, "label", null, "1", null, "gone" + i, START));
        }

        Outcome outcome = outcome(kind, good(kind), unknown);

        assertThat(outcome.json().at("/provenance/unknownFeedback").asLong()).isEqualTo(BAD);
        assertThat(outcome.html()).contains("Feedback about unknown pairs");
        assertThat(outcome.markdown()).contains("feedback about unknown pairs 10");
    }

    /** Of the kinds of record that are no pairs: what is lost of them changes figures as well. */
    @ParameterizedTest
    @ValueSource(strings = {"pairs", "feedback", "pulses", "judgments", "votes"})
    void lines_that_are_no_records_are_counted_and_named_wherever_they_stand(String kind) throws IOException {
        write(good(Kind.JSON), List.of());
        Path directory = Files.createDirectories(data.resolve(kind));
        String name = kind.equals("judgments") || kind.equals("votes")
                ? "20260101T000000000-0.jsonl"
                : "x-20260101T000000-000001.jsonl";
        Files.writeString(directory.resolve(name), "{\"value\": NaN}\n{}\n{\"cut");

        Outcome outcome = outcome(Kind.JSON);

        assertThat(outcome.json().at("/provenance/unreadable").asLong()).isEqualTo(2);
        assertThat(outcome.json().at("/provenance/notes").toString())
                .contains(kind + "/" + name)
                .contains("1 last lines of segments are not complete");
        assertThat(outcome.html()).contains("Unreadable lines").contains(kind + "/" + name);
        assertThat(outcome.markdown()).contains("unreadable lines 2").contains(kind + "/" + name);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 7, Double.NaN})
    void a_chance_that_is_none_counts_as_certain_and_is_said(double rate) throws IOException {
        Outcome outcome = outcome(Kind.CLASSIFICATION, pair -> PairCopies.sampled(pair, rate));

        assertThat(metric(outcome, "f1").path("n").asLong()).isEqualTo(PAIRS);
        assertThat(metric(outcome, "f1").path("candidate").asDouble()).isEqualTo(1);
        assertThat(metric(outcome, "latency_ms_p95").path("candidate").asDouble())
                .isEqualTo(2);
        assertThat(outcome.json().at("/provenance/sampleRateLeast").asDouble()).isEqualTo(1);
        assertThat(outcome.markdown())
                .contains("10 records have a sampling rate")
                .contains("such as p000");
        assertThat(outcome.html()).contains("10 records have a sampling rate");
    }

    /** Beyond what a clock counts in milliseconds. */
    @Test
    void times_beyond_all_calendars_are_no_times() throws IOException {
        write(good(Kind.JSON), List.of());
        Pair late = pair(Kind.JSON, PAIRS, legs(Kind.JSON, 1));
        String line = new String(PairCodec.encode(late), StandardCharsets.UTF_8)
                .replaceFirst("\"time\":\"[^\"]*\"", "\"time\":\"+292278995-01-01T00:00:00Z\"");
        Files.writeString(data.resolve("pairs").resolve("x-20260101T000000-000001.jsonl"), line + "\n");

        Outcome outcome = outcome(Kind.JSON);

        assertThat(outcome.route().path("pairs").asLong()).isEqualTo(PAIRS);
        assertThat(outcome.markdown()).contains("unreadable lines 1").contains("a time such as");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void nothing_at_all_is_a_hold(Kind kind) throws IOException {
        write(List.of(), List.of());

        Outcome outcome = outcome(kind);

        assertThat(outcome.report().verdict()).isEqualTo(Verdict.HOLD);
        assertThat(outcome.markdown()).contains("saw no traffic");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void one_pair_is_a_hold(Kind kind) throws IOException {
        write(List.of(pair(kind, 0, legs(kind, 0))), List.of());

        Outcome outcome = outcome(kind);

        assertThat(outcome.report().verdict()).isEqualTo(Verdict.HOLD);
        assertThat(outcome.markdown()).contains("Only 1 pair; at least 100 are needed");
    }

    /** All ties, and nothing that varies. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void the_same_answer_always_is_no_difference(Kind kind) throws IOException {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            pairs.add(pair(kind, i, legs(kind, 1)));
        }
        write(pairs, List.of());

        Outcome outcome = outcome(kind);

        for (JsonNode metric : outcome.route().path("metrics")) {
            if (!metric.path("delta").isNull()) {
                assertThat(metric.path("delta").asDouble())
                        .as(metric.toString())
                        .isZero();
            }
        }
        assertThat(outcome.route().at("/coverage/faults").size()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void duplicates_count_once_and_are_said(Kind kind) throws IOException {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            pairs.add(pair(kind, i, legs(kind, i)));
        }
        write(pairs, List.of());
        JsonNode before = outcome(kind).route().path("metrics");
        write(pairs, List.of());

        Outcome outcome = outcome(kind);

        assertThat(outcome.route().path("records").asLong()).isEqualTo(PAIRS);
        assertThat(outcome.route().path("metrics")).isEqualTo(before);
        assertThat(outcome.json().at("/provenance/duplicates").asLong()).isEqualTo(PAIRS);
        assertThat(outcome.markdown()).contains("duplicates 60");
    }

    /** Which file a pair stands in, where in it, and in how many: nothing of it is in the report of a route. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void files_in_any_order_are_one_and_the_same_report(Kind kind) throws IOException {
        List<Pair> pairs = good(kind);
        write(pairs, List.of());
        JsonNode before = outcome(kind).route();
        List<Pair> shuffled = new ArrayList<>(pairs);
        Collections.shuffle(shuffled, new Random(kind.name().length()));
        Path elsewhere = data.resolve("elsewhere");
        for (String instance : List.of("z", "a", "m")) {
            try (PairWriter writer = PairWriter.open(elsewhere, instance)) {
                for (Pair pair : shuffled) {
                    boolean isHere = instance.equals("zam".charAt((int) (pair.sequence() % 3)) + "");
                    if (isHere || pair.sequence() % 10 == 0) {
                        writer.add(pair);
                    }
                }
            }
        }

        Report report = Reports.compute(elsewhere, Optional.of(config(kind.compare())), Filter.ALL, 3, 42);

        JsonNode after = new ObjectMapper()
                .readTree(ReportJson.write(report))
                .path("routes")
                .path(0);
        assertThat(after).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_clock_that_steps_back_is_said(Kind kind) throws IOException {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            pairs.add(PairCopies.at(pair(kind, i, legs(kind, i)), START.plusSeconds(i < PAIRS / 2 ? i : i - 7200)));
        }
        write(pairs, List.of());

        Outcome outcome = outcome(kind);

        assertThat(outcome.json().at("/provenance/clockSteps").asLong()).isPositive();
        assertThat(outcome.html()).contains("Clock steps");
        assertThat(outcome.markdown()).contains("clock steps 1");
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "JSON")
    void a_pointer_that_matches_nothing_is_named_with_how_often_and_an_example(Kind kind) throws IOException {
        write(good(kind), List.of());

        Outcome outcome = outcome(config("{profile: " + kind.profile.yaml() + ", "
                + kind.places.replaceFirst(": [^,]*", ": /nowhere/to/be/found") + "}"));

        outcome.says("legacy", "pointer_unmatched", PAIRS);
        outcome.says("candidate", "pointer_unmatched", PAIRS);
        assertThat(outcome.report().verdict()).isEqualTo(Verdict.INVALID);
        assertThat(outcome.markdown())
                .contains("A pointer of compare matches nothing in 60 of 60 answers of legacy")
                .contains("/nowhere/to/be/found")
                .contains("p000");
    }

    @Test
    void times_that_cannot_be_are_counted() throws IOException {
        Outcome outcome = outcome(
                Kind.JSON,
                pair(
                        Kind.JSON,
                        number -> List.of(
                                leg(Kind.JSON, Leg.Role.LEGACY, number),
                                timed(leg(Kind.JSON, Leg.Role.CANDIDATE, number), 9.0, 1.0))));

        assertThat(outcome.json().at("/provenance/impossibleTimes").asLong()).isEqualTo(BAD);
        assertThat(outcome.markdown()).contains("impossible times 10");
    }

    private static Leg timed(Leg leg, double first, double last) {
        return new Leg(
                leg.role(),
                leg.model(),
                leg.endpoint(),
                leg.attempts(),
                leg.outcome(),
                leg.cause(),
                leg.status(),
                leg.headers(),
                leg.body(),
                new Leg.Times(0.5, first, null, last),
                leg.tokens());
    }

    /** Makes every sixth pair bad. */
    private Outcome outcome(Kind kind, UnaryOperator<Pair> spoil) throws IOException {
        List<Pair> pairs = good(kind);
        for (int i = 0; i < PAIRS; i += PAIRS / BAD) {
            pairs.set(i, spoil.apply(pairs.get(i)));
        }
        return outcome(kind, pairs, List.of());
    }

    private Outcome outcome(Kind kind, List<Pair> pairs, List<Feedback> feedback) throws IOException {
        write(pairs, feedback);
        return outcome(kind);
    }

    private Outcome outcome(Kind kind) throws IOException {
        return outcome(config(kind.compare()));
    }

    private Outcome outcome(Config config) throws IOException {
        Report report = Reports.compute(data, Optional.of(config), Filter.ALL, 2, 42);
        String json = ReportJson.write(report);
        // A number that is none would be no JSON.
        return new Outcome(
                report, new ObjectMapper().readTree(json), ReportHtml.write(report), ReportMarkdown.write(report));
    }

    private static Config config(String compare) {
        return PairsInMemory.config("  - name: r\n    match: {path: {prefix: /}}\n"
                + "    shadow: {legacy: old, candidates: [{model: new, percent: 100}]}\n    compare: " + compare
                + "\n");
    }

    private void write(List<Pair> pairs, List<Feedback> feedback) throws IOException {
        try (PairWriter writer = PairWriter.open(data, "gw")) {
            for (Pair pair : pairs) {
                writer.add(pair);
            }
            for (Feedback event : feedback) {
                writer.add(event);
            }
        }
    }

    private static List<Pair> good(Kind kind) {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            pairs.add(pair(kind, i, legs(kind, i)));
        }
        return pairs;
    }

    private static List<Feedback> feedback(String label) {
        List<Feedback> all = new ArrayList<>();
        for (int i = 0; i < PAIRS; i += PAIRS / BAD) {
            all.add(new Feedback(id(i), "label", null, label, null, "l" + i, START));
        }
        return all;
    }

    private static String id(int number) {
        return String.format("p%03d", number);
    }

    private static Pair pair(Kind kind, int number, List<Leg> legs) {
        return new Pair(
                id(number),
                START.plusSeconds(number),
                "gw",
                number,
                "r",
                "r1",
                "shadow",
                null,
                "old",
                "old",
                1,
                1,
                new Request("POST", "/r", Map.of(), PairsInMemory.body(kind.request)),
                legs,
                null,
                List.of());
    }

    private static List<Leg> legs(Kind kind, int number) {
        return List.of(leg(kind, Leg.Role.LEGACY, number), leg(kind, Leg.Role.CANDIDATE, number));
    }

    private static Leg leg(Kind kind, Leg.Role role, int number) {
        return PairsInMemory.leg(role, role == Leg.Role.LEGACY ? "old" : "new", kind.answer(number), 2);
    }

    private interface Legs {
        List<Leg> of(int number);
    }

    private static UnaryOperator<Pair> pair(Kind kind, Legs legs) {
        return pair -> pair(kind, (int) pair.sequence(), legs.of((int) pair.sequence()));
    }

    private static UnaryOperator<Pair> candidate(Kind kind, Body body) {
        return pair(kind, number -> {
            Leg good = leg(kind, Leg.Role.CANDIDATE, number);
            return List.of(leg(kind, Leg.Role.LEGACY, number), with(good, body));
        });
    }

    private static Leg with(Leg leg, @Nullable Body body) {
        return new Leg(
                leg.role(),
                leg.model(),
                leg.endpoint(),
                leg.attempts(),
                leg.outcome(),
                leg.cause(),
                leg.status(),
                leg.headers(),
                body,
                leg.times(),
                leg.tokens());
    }

    private static Pair with(Pair pair, String request) {
        return PairCopies.asking(pair, new Request("POST", "/r", Map.of(), PairsInMemory.body(request)));
    }

    private static JsonNode metric(Outcome outcome, String name) {
        for (JsonNode metric : outcome.route().path("metrics")) {
            if (metric.path("name").asText().equals(name)) {
                return metric;
            }
        }
        throw new AssertionError(name + " is not in the report");
    }
}
