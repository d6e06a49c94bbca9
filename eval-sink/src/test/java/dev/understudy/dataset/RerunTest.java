package dev.understudy.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.net.httpserver.HttpServer;
import dev.understudy.compare.Filter;
import dev.understudy.compare.Report;
import dev.understudy.compare.Reports;
import dev.understudy.config.Config;
import dev.understudy.config.ConfigLoader;
import dev.understudy.config.Pointer;
import dev.understudy.exchange.Question;
import dev.understudy.exchange.Reply;
import dev.understudy.exchange.SideBySide;
import dev.understudy.exchange.Sides;
import dev.understudy.log.FeedbackIndex;
import dev.understudy.log.PairFilter;
import dev.understudy.log.PairLog;
import dev.understudy.log.PairWriter;
import dev.understudy.log.Revisions;
import dev.understudy.pair.Feedback;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import dev.understudy.pair.Redaction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RerunTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");

    @TempDir
    Path directory;

    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final AtomicInteger under = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final HttpServer model;

    RerunTest() throws IOException {
        model = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void given_a_model() {
        model.setExecutor(threads);
        model.createContext("/", exchange -> {
            try (exchange) {
                most.accumulateAndGet(under.incrementAndGet(), Math::max);
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                bodies.add(exchange.getRequestURI() + " " + body);
                boolean fails = body.contains("Question 3");
                String said = body.contains("Question 5") ? "yes" : "no";
                byte[] answer = ("{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"" + said + "\"}}]}")
                        .getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("content-type", "application/json");
                exchange.getResponseHeaders().set("set-cookie", "session=secret");
                exchange.sendResponseHeaders(fails ? 500 : 200, answer.length);
                exchange.getResponseBody().write(answer);
                under.decrementAndGet();
            }
        });
        model.start();
    }

    @AfterEach
    void stop() {
        model.stop(0);
        threads.shutdownNow();
    }

    @Test
    void a_run_writes_pairs_that_the_report_compares() throws Exception {
        DatasetRun.Result result = run(set(), Optional.empty());

        assertThat(result.asked()).isEqualTo(new Rerun.Result(9, 1, 0, 0, 0));
        assertThat(result.canaries()).isEqualTo(2);
        assertThat(result.wrong()).containsExactly("qa:0");
        assertThat(most.get()).isLessThanOrEqualTo(2);
        assertThat(bodies).allMatch(body -> body.startsWith("/v1/chat/completions {\"model\":\"new\",\"messages\":[{"));
        List<Pair> pairs = pairs();
        assertThat(pairs).hasSize(10).allSatisfy(pair -> {
            assertThat(pair.route()).isEqualTo("golden");
            assertThat(pair.legs()).extracting(Leg::role).containsExactly(Leg.Role.LEGACY, Leg.Role.CANDIDATE);
        });
        assertThat(FeedbackIndex.of(PairLog.at(out())).about("qa:5"))
                .singleElement()
                .satisfies(label -> assertThat(label.label()).isEqualTo("yes"));
        Report report = Reports.compute(out(), Optional.empty(), Filter.ALL, 1, 1);
        assertThat(report.routes()).singleElement().satisfies(comparison -> {
            assertThat(comparison.route()).isEqualTo("golden");
            assertThat(comparison.candidate()).isEqualTo("new");
            assertThat(comparison.records()).isEqualTo(10);
        });
    }

    @Test
    void a_run_goes_on_where_it_stopped() throws Exception {
        run(set(), Optional.empty());
        int asked = bodies.size();

        assertThat(run(set(), Optional.empty()).asked()).isEqualTo(new Rerun.Result(0, 0, 10, 0, 0));
        assertThat(bodies).hasSize(asked);
    }

    @Test
    void a_replay_that_goes_on_waits_for_no_request_that_was_sent_before() throws Exception {
        Path data = directory.resolve("data");
        try (PairWriter writer = PairWriter.open(data, "import")) {
            for (Case one : set().cases()) {
                writer.add(one.pair());
            }
        }
        List<String> waited = new ArrayList<>();

        assertThat(replay(data, 4, waited)).isEqualTo(new Rerun.Result(3, 1, 0, 0, 0));
        assertThat(waited).hasSize(4);
        waited.clear();
        assertThat(replay(data, 7, waited)).isEqualTo(new Rerun.Result(3, 0, 4, 0, 0));
        assertThat(waited).hasSize(3);
    }

    private Rerun.Result replay(Path data, long limit, List<String> waited) throws Exception {
        try (Rerun rerun = Rerun.open(destination("new"), out(), "replay", manner(), pair -> {})) {
            return new Replay(data, PairFilter.ALL, limit).run(rerun, pair -> waited.add(pair.id()));
        }
    }

    @Test
    void what_no_other_model_may_get_is_not_sent_and_counted() throws Exception {
        DatasetRun.Result result = DatasetRun.run(
                set(),
                Set.of(),
                destination("new"),
                out(),
                Optional.empty(),
                manner(pair -> !pair.id().equals("qa:7")),
                pair -> {});

        assertThat(result.asked()).isEqualTo(new Rerun.Result(8, 1, 0, 0, 1));
        assertThat(bodies).noneMatch(body -> body.contains("Question 7"));
    }

    @Test
    void two_versions_of_a_set_are_not_mixed_in_one_directory() throws Exception {
        run(set(), Optional.empty());
        Datasets.Read other =
                new Datasets.Read(new Snapshot("golden", "ba9876543210", "test", 1, 10, "", NOW), set().cases());

        assertThatThrownBy(() -> run(other, Optional.empty()))
                .hasMessageContaining(
                        "is of dataset-0123456789ab, not of dataset-ba9876543210 (expected: a new directory");
    }

    @Test
    void labels_that_came_later_go_along_and_what_came_of_another_answer_does_not() throws Exception {
        Path data = directory.resolve("data");
        Pair recorded = set().cases().get(1).pair();
        try (PairWriter writer = PairWriter.open(data, "import")) {
            writer.add(recorded);
            writer.add(new Feedback(recorded.id(), "label", null, "yes", null, "l1", NOW));
            writer.add(new Feedback(recorded.id(), "reward", null, null, 1.0, "r1", NOW));
        }

        replay(data, 1, new ArrayList<>());

        assertThat(pairs())
                .singleElement()
                .satisfies(pair -> assertThat(pair.feedback())
                        .extracting(Feedback::event, Feedback::label)
                        .containsExactly(tuple("label", "yes")));
    }

    @Test
    void what_the_route_did_not_keep_is_not_kept_of_the_new_answer() throws Exception {
        Path data = directory.resolve("data");
        String yaml = """
                version: 1
                models: {old: {url: "http://127.0.0.1:9"}}
                routes:
                  - {name: qa, match: {path: {prefix: /}}, model: old, record: {percent: 100, redact: {jsonPointers: [/choices/0/message/content]}}}
                """;
        Config config = ConfigLoader.parse("c.yaml", yaml);
        Revisions.save(data, config);
        Pair imported = set().cases().get(5).pair();
        Pair recorded = new Pair(
                imported.id(),
                imported.time(),
                "gw",
                1,
                "qa",
                config.revision(),
                "none",
                null,
                "old",
                "old",
                1,
                1,
                imported.request(),
                List.of(),
                null,
                List.of());
        RouteRedaction redaction = new RouteRedaction(data);
        Rerun.Manner manner = new Rerun.Manner(1, 0, Duration.ofMillis(1), new Caution(pair -> true, redaction::apply));

        try (Rerun rerun = Rerun.open(destination("new"), out(), "replay", manner, pair -> {})) {
            rerun.send(recorded, "qa", null, null);
            rerun.finish();
        }

        assertThat(pairs()).singleElement().satisfies(pair -> {
            Leg answer = pair.legs().get(0);
            assertThat(answer.headers()).containsEntry("set-cookie", Redaction.REDACTED);
            assertThat(new String(Objects.requireNonNull(answer.body()).bytes(), StandardCharsets.UTF_8))
                    .contains("\"content\":\"" + Redaction.REDACTED + "\"");
        });
    }

    @Test
    void every_case_is_heard_of_whether_it_is_asked_or_not() throws Exception {
        run(set(), Optional.empty());
        AtomicInteger heard = new AtomicInteger();

        DatasetRun.run(
                set(), Set.of("qa:0"), destination("new"), out(), Optional.empty(), manner(), new Rerun.Listener() {
                    @Override
                    public void asked(Pair pair) {
                        heard.incrementAndGet();
                    }

                    @Override
                    public void passedOver() {
                        heard.incrementAndGet();
                    }
                });

        assertThat(heard.get()).isEqualTo(10);
    }

    @Test
    void what_the_model_rewrites_is_rewritten_as_the_gateway_does() throws Exception {
        Destination plain = destination("new");
        Destination rewriting = new Destination(
                "new",
                plain.base(),
                Map.of(),
                Map.of(
                        new Pointer("/model"),
                        "\"other\"",
                        new Pointer("/messages/0/role"),
                        "\"system\"",
                        new Pointer("/options/top"),
                        "1"),
                Optional.empty(),
                plain.timeout(),
                plain.reach());

        DatasetRun.run(set(), Set.of(), rewriting, out(), Optional.empty(), manner(), pair -> {});

        // Where there is no object around it the gateway adds none.
        assertThat(bodies)
                .isNotEmpty()
                .allSatisfy(body -> assertThat(body)
                        .contains("\"model\":\"other\"", "\"role\":\"system\"")
                        .doesNotContain("options", "\"new\""));
    }

    @Test
    void a_first_run_stands_for_legacy_in_the_second() throws Exception {
        run(set(), Optional.empty());
        Path second = directory.resolve("second");

        DatasetRun.run(set(), Set.of(), destination("newer"), second, Optional.of(out()), manner(), pair -> {});

        List<Pair> pairs = new ArrayList<>();
        PairLog.at(second).forEach(PairFilter.ALL, pairs::add);
        assertThat(pairs)
                .allSatisfy(
                        pair -> assertThat(pair.legs()).extracting(Leg::model).containsExactly("new", "newer"));
    }

    @Test
    void a_retired_case_is_not_asked() throws Exception {
        DatasetRun.Result result = DatasetRun.run(
                set(), Set.of("qa:0", "qa:1"), destination("new"), out(), Optional.empty(), manner(), pair -> {});

        assertThat(result.retired()).isEqualTo(2);
        assertThat(pairs()).hasSize(8);
        assertThat(result.wrong()).isEmpty();
    }

    @Test
    void a_model_that_is_not_there_is_a_leg_with_its_cause() throws Exception {
        model.stop(0);

        DatasetRun.Result result = run(set(), Optional.empty());

        assertThat(result.asked().failed()).isEqualTo(10);
        assertThat(pairs()).allSatisfy(pair -> {
            Leg candidate = pair.legs().get(1);
            assertThat(candidate.outcome()).isEqualTo(Leg.Outcome.ERROR);
            assertThat(candidate.cause()).isEqualTo("connect");
        });
    }

    @Test
    void the_pace_is_that_of_the_record_or_faster_and_a_long_silence_is_cut() {
        Instant later = NOW.plusSeconds(10);

        assertThat(pace("recorded").gap(NOW, later)).isEqualTo(Duration.ofSeconds(10));
        assertThat(pace("x10").gap(NOW, later)).isEqualTo(Duration.ofSeconds(1));
        assertThat(pace("max").gap(NOW, later)).isZero();
        assertThat(pace("recorded").gap(null, later)).isZero();
        assertThat(pace("recorded").gap(later, NOW)).isZero();
        assertThat(pace("recorded").gap(NOW, NOW.plusSeconds(36_000))).isEqualTo(Duration.ofMinutes(1));
        assertThat(Pace.parse("x0")).isEmpty();
        assertThat(Pace.parse("fast")).isEmpty();
    }

    private static Pace pace(String text) {
        return Pace.parse(text).orElseThrow();
    }

    private DatasetRun.Result run(Datasets.Read read, Optional<Path> against) throws Exception {
        return DatasetRun.run(read, Set.of(), destination("new"), out(), against, manner(), pair -> {});
    }

    private Destination destination(String name) {
        return Destination.of(
                name, URI.create("http://127.0.0.1:" + model.getAddress().getPort()), Duration.ofSeconds(20));
    }

    private static Rerun.Manner manner() {
        return manner(pair -> true);
    }

    private static Rerun.Manner manner(Predicate<Pair> mayBeSent) {
        return new Rerun.Manner(2, 0, Duration.ofMillis(1), new Caution(mayBeSent, (made, recorded) -> made));
    }

    /** Ten cases; 0 and 5 are canaries that expect yes. */
    private static Datasets.Read set() {
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Pair pair = new SideBySide(
                            Integer.toString(i),
                            "qa:" + i,
                            "qa",
                            Sides.NOON,
                            Question.of("Question " + i),
                            Reply.of("old", "yes"),
                            Reply.of("tried", "maybe"),
                            null,
                            SideBySide.Said.NOTHING)
                    .toPair(i);
            boolean isCanary = i % 5 == 0;
            cases.add(new Case(
                    "qa:" + i,
                    isCanary ? Case.Kind.CANARY : Case.Kind.SAMPLE,
                    null,
                    isCanary ? "yes" : null,
                    "",
                    pair));
        }
        return new Datasets.Read(new Snapshot("golden", "0123456789ab", "test", 1, 10, "", NOW), cases);
    }

    private List<Pair> pairs() throws IOException {
        List<Pair> pairs = new ArrayList<>();
        PairLog.at(out()).forEach(PairFilter.ALL, pairs::add);
        return pairs;
    }

    private Path out() {
        return directory.resolve("run");
    }
}
