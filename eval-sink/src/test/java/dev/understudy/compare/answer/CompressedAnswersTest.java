package dev.understudy.compare.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.understudy.pair.Body;
import dev.understudy.pair.EstimatedUsage;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import dev.understudy.pair.PairCodec;
import dev.understudy.pair.Request;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A candidate that compresses is compared with a legacy that does not. */
class CompressedAnswersTest {
    private static final String EVENTS = event("{\"content\":\"Hello \"}", "null")
            + event("{\"content\":\"world\"}", "\"stop\"") + "data: [DONE]\n\n";
    private static final String SAID = """
            {"object": "chat.completion", "model": "m", "choices": [{"index": 0, "message": {"role": "assistant",
            "content": "Hello world"}, "finish_reason": "stop"}], "usage": {"prompt_tokens": 5, "completion_tokens": 2}}""";

    @ParameterizedTest
    @ValueSource(strings = {"identity", "gzip", "zstd"})
    void a_stream_adds_up_to_the_same_answer(String coding) throws Exception {
        Leg leg = recorded("text/event-stream", coding, compressed(coding, EVENTS));

        assertThat(leg.stream()).isEqualTo(new Leg.Stream(3, true));
        assertThat(text(leg)).isEqualTo("Hello world");
        Leg.Tokens tokens = Objects.requireNonNull(leg.tokens());
        assertThat(tokens.output()).isEqualTo(2);
        assertThat(tokens.estimated()).isTrue();
        assertThat(leg.generation().finishReason()).isEqualTo("stop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "gzip", "zstd"})
    void a_document_is_the_same_answer_and_says_what_it_used(String coding) throws Exception {
        byte[] bytes = compressed(coding, SAID);
        Leg leg = recorded("application/json", coding, bytes);

        assertThat(body(leg).bytes()).as("the record holds what was sent").isEqualTo(bytes);
        assertThat(text(leg)).isEqualTo("Hello world");
        assertThat(leg.tokens()).isEqualTo(new Leg.Tokens(5, 2));
    }

    @Test
    void a_compressed_stream_that_was_cut_is_read_as_far_as_it_was_kept() throws Exception {
        byte[] bytes = compressed("gzip", EVENTS + event("{}", "null").repeat(1000));
        Body cut = new Body(Arrays.copyOf(bytes, bytes.length - 20), bytes.length, true);

        Leg leg = recorded("text/event-stream", "gzip", cut);

        assertThat(Objects.requireNonNull(leg.stream()).complete()).isFalse();
        assertThat(body(leg).truncated()).isTrue();
        assertThat(new String(body(leg).bytes(), UTF_8)).contains("Hello world");
    }

    @Test
    void what_cannot_be_read_stays_as_it_was_sent() throws Exception {
        byte[] bytes = compressed("gzip", EVENTS);

        Leg leg = recorded("text/event-stream", "br", bytes);

        assertThat(body(leg).bytes()).isEqualTo(bytes);
        assertThat(leg.stream()).isNull();
        assertThat(Extractor.byLook().from(leg)).isEqualTo(new Extracted.Unusable(Fault.COMPRESSED, "br"));
    }

    private static Body body(Leg leg) {
        return Objects.requireNonNull(leg.body());
    }

    private static String text(Leg leg) {
        Extracted extracted = TextExtractor.USUAL_TEXT.from(leg);
        return ((Answer.Text) ((Extracted.Found) extracted).answer()).text();
    }

    private static Leg recorded(String type, String coding, byte[] bytes) throws Exception {
        return recorded(type, coding, new Body(bytes, bytes.length, false));
    }

    /** As it comes back from the log. */
    private static Leg recorded(String type, String coding, Body body) throws Exception {
        Map<String, String> headers = new HashMap<>(Map.of("content-type", type));
        if (!coding.equals("identity")) {
            headers.put("content-encoding", coding);
        }
        Leg leg =
                new Leg(Leg.Role.LEGACY, "m", null, 1, Leg.Outcome.OK, null, 200, headers, body, Leg.Times.NONE, null);
        byte[] question = "{\"messages\": [{\"role\": \"user\", \"content\": \"Say hello\"}]}".getBytes(UTF_8);
        Pair pair = new Pair(
                "01K",
                Instant.EPOCH,
                "gw-1",
                1,
                "route",
                "revision",
                "shadow",
                null,
                "m",
                "m",
                1,
                1,
                new Request("POST", "/v1/chat/completions", Map.of(), new Body(question, question.length, false)),
                List.of(leg),
                null,
                List.of());
        EstimatedUsage usage = new EstimatedUsage(model -> Optional.empty(), (of, estimated) -> {});
        return PairCodec.decode(PairCodec.encode(usage.apply(pair))).legs().get(0);
    }

    private static byte[] compressed(String coding, String text) throws Exception {
        byte[] plain = text.getBytes(UTF_8);
        if (!coding.equals("gzip")) {
            return coding.equals("zstd") ? Zstd.compress(plain) : plain;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private static String event(String delta, String finish) {
        return "data: {\"object\":\"chat.completion.chunk\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":"
                + delta + ",\"finish_reason\":" + finish + "}]}\n\n";
    }
}
