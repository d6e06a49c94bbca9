package dev.understudy.gateway.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.log.PairSink;
import dev.understudy.pair.DropCause;
import dev.understudy.pair.Feedback;
import dev.understudy.pair.Pair;
import dev.understudy.pair.Pulse;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedbackIntakeTest {
    private static final String ID = "01KAM4X6Z0ABCDEFGHJKMNPQRS";
    private static final Instant NOW = Instant.parse("2026-11-22T01:02:03Z");

    private final TakenFeedback sink = new TakenFeedback();
    private final Impressions impressions = new Impressions();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final FeedbackIntake intake = new FeedbackIntake(sink, impressions, meters, () -> NOW);

    @Test
    void a_single_event_is_taken_with_all_it_says() {
        FeedbackAnswer answer = send("{'id':'%s','event':'reward','item':'a','label':'spam','value':0.5,'eventId':'e1',"
                + "'time':'2026-11-21T10:00:00+01:00'}");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(sink.taken)
                .containsExactly(
                        new Feedback(ID, "reward", "a", "spam", 0.5, "e1", Instant.parse("2026-11-21T09:00:00Z")));
    }

    @Test
    void an_event_without_a_time_happened_now() {
        send("{'id':'%s','event':'click'}");

        assertThat(sink.taken.get(0).time()).isEqualTo(NOW);
    }

    @Test
    void an_id_in_lower_case_is_the_same_pair() {
        intake.accept(bytes("{'id':'" + ID.toLowerCase(java.util.Locale.ROOT) + "','event':'click'}"));

        assertThat(sink.taken.get(0).id()).isEqualTo(ID);
    }

    @Test
    void the_same_event_id_twice_counts_once() throws Exception {
        send("{'id':'%s','event':'click','eventId':'e1'}");
        FeedbackAnswer again =
                send("[{'id':'%s','event':'click','eventId':'e1'},{'id':'%s','event':'click','eventId':'e2'}]");

        assertThat(json(again).path("accepted").intValue()).isEqualTo(1);
        assertThat(json(again).path("duplicates").intValue()).isEqualTo(1);
        assertThat(sink.taken).hasSize(2);
    }

    @Test
    void without_an_event_id_the_same_words_count_once_and_others_count() {
        send("{'id':'%s','event':'click','item':'a'}");
        send("{'id':'%s','event':'click','item':'a'}");
        send("{'id':'%s','event':'click','item':'b'}");
        send("{'id':'%s','event':'click','label':'a'}");
        send("{'id':'%s','event':'click','item':'a','time':'2026-11-21T10:00:00Z'}");

        assertThat(sink.taken).hasSize(4);
    }

    @Test
    void a_pair_that_is_not_remembered_is_taken_and_counted_as_unknown() throws Exception {
        FeedbackAnswer answer = send("{'id':'%s','event':'click'}");

        assertThat(json(answer).path("unknown").intValue()).isEqualTo(1);
        assertThat(count("unknown", "click", "none")).isEqualTo(1);
    }

    @Test
    void a_click_on_a_mixed_answer_is_credited_to_whom_the_item_came_from() {
        impressions.interleaved(ID, "recs", List.of(new Pair.Item("a", "legacy"), new Pair.Item("b", "candidate")));

        send("[{'id':'%s','event':'click','item':'b'},{'id':'%s','event':'click','item':'a'},"
                + "{'id':'%s','event':'click','item':'zzz'},{'id':'%s','event':'click'}]");

        assertThat(count("recs", "click", "candidate")).isEqualTo(1);
        assertThat(count("recs", "click", "legacy")).isEqualTo(1);
        assertThat(count("recs", "click", "none")).isEqualTo(2);
    }

    @Test
    void an_event_on_one_models_answer_is_credited_to_that_model() {
        impressions.answered(ID, "fraud", Credit.CANDIDATE);

        send("{'id':'%s','event':'label','label':'fraud'}");

        assertThat(count("fraud", "label", "candidate")).isEqualTo(1);
    }

    @Test
    void event_names_of_a_teams_own_share_one_label_value() {
        for (int i = 0; i < 50; i++) {
            send("{'id':'%s','event':'own-" + i + "'}");
        }

        assertThat(count("unknown", "other", "none")).isEqualTo(50);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'event':'click'} | id | missing",
                "{'id':'x','event':'click'} | id | ULID",
                "{'id':'81KAM4X6Z0ABCDEFGHJKMNPQRS','event':'click'} | id | ULID",
                "{'id':7,'event':'click'} | id | a number",
                "{'id':'ID'} | event | missing",
                "{'id':'ID','event':''} | event | 0 characters",
                "{'id':'ID','event':'  '} | event | not blank",
                "{'id':'ID','event':'a\\u0007'} | event | control",
                "{'id':'ID','event':'click','item':{}} | item | an object",
                "{'id':'ID','event':'click','value':'7'} | value | a text",
                "{'id':'ID','event':'click','value':1e999} | value | finite",
                "{'id':'ID','event':'click','time':'yesterday'} | time | ISO 8601",
                "{'id':'ID','event':'click','time':'+99999-01-01T00:00:00Z'} | time | ISO 8601",
                "{'id':'ID','event':'click','time':7} | time | ISO 8601",
                "{'id':'ID','event':'click','eventId':''} | eventId | 0 characters",
                "{'id':'ID','event':'click','itm':'a'} | itm | unknown field",
                "{'id':'ID','event':'label','item':'a'} | label | missing",
                "{'id':'ID','event':'reward','label':'7'} | value | missing",
            })
    void a_wrong_field_is_named_with_what_was_expected(String event, String field, String message) throws Exception {
        FeedbackAnswer answer = intake.accept(bytes(event.replace("'ID'", "'" + ID + "'")));

        assertThat(answer.status()).isEqualTo(400);
        JsonNode problem = json(answer).path("problems").path(0);
        assertThat(problem.path("field").textValue()).isEqualTo(field);
        assertThat(problem.path("message").textValue()).contains(message);
        assertThat(sink.taken).isEmpty();
    }

    @Test
    void texts_are_bounded() throws Exception {
        FeedbackAnswer answer = send("{'id':'%s','event':'" + "e".repeat(65) + "','item':'" + "ü".repeat(513)
                + "','label':'" + "l".repeat(1025) + "','eventId':'" + "i".repeat(129) + "'}");

        assertThat(json(answer).path("problems").findValuesAsText("field"))
                .containsExactly("event", "item", "label", "eventId");
    }

    @Test
    void every_wrong_event_of_a_list_is_named_by_its_index_and_none_is_taken() throws Exception {
        FeedbackAnswer answer = send("[{'id':'%s','event':'click'},{'id':'x','event':'click'},7,{'id':'%s'}]");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(json(answer).path("problems").findValuesAsText("index")).containsExactly("1", "2", "3");
        assertThat(sink.taken).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1,", "\"x\"", "7", "null", "{} {}", "{\"id\":1,\"id\":2}", "\u0000"})
    void what_is_no_event_and_no_list_is_refused(String body) {
        assertThat(intake.accept(body.getBytes(StandardCharsets.UTF_8)).status())
                .isEqualTo(400);
    }

    @Test
    void a_body_that_is_cut_off_is_named_in_the_senders_terms() {
        assertThat(intake.accept(bytes("{'id':")).json())
                .contains("not JSON", "line 1")
                .doesNotContain("Source");
    }

    @Test
    void nesting_without_end_is_refused() {
        assertThat(intake.accept(bytes("[".repeat(500_000))).status()).isEqualTo(400);
    }

    @Test
    void a_body_of_more_than_one_mebibyte_is_too_large() {
        assertThat(intake.accept(new byte[FeedbackIntake.BODY_BYTES_MAX + 1]).status())
                .isEqualTo(413);
    }

    @Test
    void more_than_a_thousand_events_at_once_are_refused() {
        String event = "{'id':'%s','event':'click'}".replace("%s", ID);

        assertThat(intake.accept(bytes("[" + (event + ",").repeat(1000) + event + "]"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void an_empty_list_is_nothing_and_fine() {
        assertThat(send("[]").status()).isEqualTo(202);
    }

    @Test
    void a_full_log_asks_to_come_again_and_nothing_is_lost_or_doubled() throws Exception {
        sink.room = 1;
        String list = "[{'id':'%s','event':'click','eventId':'e1'},{'id':'%s','event':'click','eventId':'e2'}]";

        FeedbackAnswer refused = send(list);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.retryAfterSeconds()).hasValue(1);
        assertThat(json(refused).path("accepted").intValue()).isEqualTo(1);

        sink.room = Integer.MAX_VALUE;
        FeedbackAnswer again = send(list);
        assertThat(json(again).path("duplicates").intValue()).isEqualTo(1);
        assertThat(sink.taken).extracting(Feedback::eventId).containsExactly("e1", "e2");
    }

    @Test
    void of_many_senders_of_the_same_event_one_is_counted() throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(8);
        CountDownLatch together = new CountDownLatch(1);
        List<Future<FeedbackAnswer>> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            answers.add(senders.submit(() -> {
                together.await();
                return send("{'id':'%s','event':'click','eventId':'e1'}");
            }));
        }
        together.countDown();
        int accepted = 0;
        for (Future<FeedbackAnswer> answer : answers) {
            accepted += json(answer.get()).path("accepted").intValue();
        }
        senders.shutdown();

        assertThat(accepted).isEqualTo(1);
        assertThat(sink.taken).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void damaged_bodies_get_an_answer_and_never_an_exception(long seed) {
        Random random = new Random(seed);
        byte[] good = bytes("[{'id':'" + ID + "','event':'click','value':1.5,'time':'2026-11-21T10:00:00Z'}]");
        for (int round = 0; round < 2_000; round++) {
            byte[] damaged = good.clone();
            for (int i = 0; i <= random.nextInt(4); i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            assertThat(intake.accept(damaged).status()).isIn(202, 400);
        }
    }

    private FeedbackAnswer send(String body) {
        return intake.accept(bytes(body.replace("%s", ID)));
    }

    private double count(String route, String event, String credit) {
        return meters.get("understudy.feedback")
                .tags("route", route, "event", event, "credit", credit)
                .functionCounter()
                .count();
    }

    private static byte[] bytes(String body) {
        return body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode json(FeedbackAnswer answer) throws JsonProcessingException {
        return new ObjectMapper().readTree(answer.json());
    }

    /** A log with room for so many events. */
    private static final class TakenFeedback implements PairSink {
        private final List<Feedback> taken = new ArrayList<>();
        private int room = Integer.MAX_VALUE;

        @Override
        public Optional<DropCause> offer(Pair pair) {
            return Optional.of(DropCause.SINK_DOWN);
        }

        @Override
        public synchronized boolean offer(Feedback feedback) {
            return taken.size() < room && taken.add(feedback);
        }

        @Override
        public void offer(Pulse pulse) {}
    }
}
