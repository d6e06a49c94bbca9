package dev.understudy.gateway.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.gateway.wire.Failure;
import dev.understudy.gateway.wire.RequestHead;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reader makes of a client's bytes, however they are cut. */
@SuppressWarnings("StringConcatToTextBlock") // line ends are what this is about
class RequestReaderTest {
    private static final String[] SEEDS = {
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a?b=c HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /next HTTP/1.1\r\nHost: b\r\n\r\n",
        "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhelloGET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST /p HTTP/1.1\r\nHost: a:80\r\nTransfer-Encoding: chunked\r\n\r\n5;x=\"y\"\r\nhello\r\n0a\r\n0123456789\r\n"
                + "0\r\nX-Sum: 1\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: [::1]:8080\r\nX-Long: " + "v".repeat(300) + "\r\n\r\n",
        "GET http://host/path HTTP/1.1\r\nHost: other\r\nExpect: 100-continue\r\nContent-Length: 0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloX\r\n0\r\n\r\n",
    };

    @Test
    void a_head_is_read_with_its_fields_and_framing() {
        String raw = "POST /a?b HTTP/1.1\r\nhOsT: a\r\nX-One:  1 \r\nContent-Length: 12\r\n\r\n";

        RequestHead head = heads(read(raw, raw.length())).get(0);

        assertThat(head.problem()).isNull();
        assertThat(head.method()).isEqualTo("POST");
        assertThat(head.target()).isEqualTo("/a?b");
        assertThat(head.host()).isEqualTo("a");
        assertThat(head.contentLength()).isEqualTo(12);
        assertThat(head.fields().first("x-one")).contains("1");
        assertThat(head.keepAlive()).isTrue();
    }

    @Test
    void an_absolute_target_names_the_host_whatever_the_field_says() {
        RequestHead head = heads(read("GET http://here:81?x HTTP/1.1\r\nHost: there\r\n\r\n", 999))
                .get(0);

        assertThat(head.host()).isEqualTo("here:81");
        assertThat(head.target()).isEqualTo("/?x");
    }

    @ParameterizedTest
    @CsvSource({
        "1.1, close, false",
        "1.1, keep-alive, true",
        "1.1, 'x, close', false",
        "1.0, x, false",
        "1.0, Keep-Alive, true",
        "1.0, 'keep-alive, close', false",
    })
    void the_connection_goes_on_as_the_client_says(String version, String connection, boolean keepAlive) {
        String raw = "GET / HTTP/" + version + "\r\nHost: a\r\nConnection: " + connection + "\r\n\r\n";

        assertThat(heads(read(raw, 999)).get(0).keepAlive()).isEqualTo(keepAlive);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5 \r\nhello\r\n0\r\n\r\n",
                " 5\r\nhello\r\n0\r\n\r\n",
                "+5\r\nhello\r\n0\r\n\r\n",
                "0x5\r\nhello\r\n0\r\n\r\n",
                "\r\nhello\r\n0\r\n\r\n",
                "5\nhello\r\n0\r\n\r\n",
                "5\r\nhello\n0\r\n\r\n",
                "5;a\nb\r\nhello\r\n0\r\n\r\n",
                "100000005\r\nhello\r\n0\r\n\r\n",
                "10000000000000005\r\nhello\r\n0\r\n\r\n",
                "0\r\nno colon\r\n\r\n",
                "0\r\nX : y\r\n\r\n",
                "0\r\n folded\r\n\r\n",
                "0\r\nX: a\u0000b\r\n\r\n",
            })
    void chunks_that_another_reader_may_take_for_something_else_are_broken(String body) {
        List<Object> seen = read("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body, 9999);

        assertThat(seen).endsWith(Failure.MALFORMED_REQUEST);
    }

    @Test
    void trailers_have_a_limit() {
        List<Object> seen = read(
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + "X: y\r\n".repeat(5000), 512);

        assertThat(seen).endsWith(Failure.HEAD_TOO_LARGE);
    }

    @ParameterizedTest
    @CsvSource({"line, TARGET_TOO_LONG", "fields, HEAD_TOO_LARGE", "many, HEAD_TOO_LARGE"})
    void a_head_has_a_limit(String what, Failure problem) {
        String raw = switch (what) {
            case "line" -> "GET /" + "a".repeat(9000);
            case "fields" -> "GET / HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(9000);
            default -> "GET / HTTP/1.1\r\nHost: a\r\n" + "X:\r\n".repeat(300) + "\r\n";
        };

        assertThat(heads(read(raw, 100)).get(0).problem()).isEqualTo(problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "G\u0000",
                "GET /\u0001",
                "GET / HTTP/2\r",
                "GET / HTTP/1.1\r\nX\u0000",
                "GET / HTTP/1.1\r\nHost: a\r\nX: y\u0000",
                "GET / HTTP/1.1\r\nHost: a\r\n ",
                "GET / HTTP/1.1\r\nHost: a\n",
                "GET / HTTP/1.1\r\nX ",
            })
    void a_head_is_refused_at_its_first_bad_octet_and_not_before(String raw) {
        assertThat(read(raw.substring(0, raw.length() - 1), 1)).isEmpty();

        assertThat(heads(read(raw, 1)))
                .singleElement()
                .satisfies(head -> assertThat(head.problem()).isEqualTo(Failure.MALFORMED_REQUEST));
    }

    @Test
    void bytes_mean_the_same_however_they_are_cut() {
        for (String seed : SEEDS) {
            List<Object> whole = joined(read(seed, seed.length()));
            for (int size = 1; size < seed.length(); size++) {
                assertThat(joined(read(seed, size)))
                        .as("%s cut every %d", seed, size)
                        .isEqualTo(whole);
            }
        }
    }

    /** A reader looks at no more than most heads have at first. */
    @Test
    void a_head_of_any_length_is_read_with_what_stands_behind_it() {
        for (int length = FieldLines.USUAL_BYTES - 100; length < FieldLines.USUAL_BYTES + 10; length++) {
            String raw = "POST /p HTTP/1.1\r\nHost: a\r\nX: " + "v".repeat(length)
                    + "\r\nContent-Length: 5\r\n\r\nhelloGET / HTTP/1.1\r\nHost: b\r\n\r\n";
            List<Object> whole = read(raw, raw.length());

            assertThat(heads(whole)).hasSize(2);
            assertThat(joined(whole)).isEqualTo(joined(read(raw, 100)));
        }
    }

    @Test
    void what_was_damaged_at_random_means_the_same_however_it_is_cut_and_no_more_than_netty_accepts() {
        SplittableRandom random = new SplittableRandom(20261124);
        for (int round = 0; round < 20_000; round++) {
            String raw = Damage.of(SEEDS[random.nextInt(SEEDS.length)], random)
                    + "\r\n\r\n"; // so that no head waits for its end
            List<Object> whole = joined(read(raw, Math.max(1, raw.length())));
            assertThat(joined(read(raw, 1 + random.nextInt(7)))).as(raw).isEqualTo(whole);
            assertThat(RequestReading.accepted(whole))
                    .as(raw)
                    .isLessThanOrEqualTo(RequestReading.acceptedByNetty(raw.getBytes(ISO_8859_1)));
        }
    }

    private static List<RequestHead> heads(List<Object> seen) {
        return seen.stream()
                .filter(RequestHead.class::isInstance)
                .map(RequestHead.class::cast)
                .toList();
    }

    private static List<Object> read(String raw, int size) {
        return RequestReading.of(raw.getBytes(ISO_8859_1), size);
    }

    private static List<Object> joined(List<Object> seen) {
        return RequestReading.joined(seen);
    }
}
