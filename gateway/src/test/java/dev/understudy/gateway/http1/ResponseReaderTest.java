package dev.understudy.gateway.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reader makes of a model's bytes, however they are cut. */
@SuppressWarnings("StringConcatToTextBlock") // line ends are what this is about
class ResponseReaderTest {
    private static final String[] SEEDS = {
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhelloHTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=\"y\"\r\nhello\r\n0a\r\n0123456789\r\n0\r\nX-Sum: 1\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 3\r\n\r\nold",
        "HTTP/1.1 304 Not Modified\r\nETag: \"e\"\r\nContent-Length: 5\r\n\r\nHTTP/1.1 404 \r\nContent-Length: 1\r\n\r\nx",
        "HTTP/1.1 500 Oh no\r\nX-Long: " + "v".repeat(300) + "\r\nConnection: close\r\nContent-Length: 4\r\n\r\nfour",
        "HTTP/1.1 200 OK\r\n\r\nuntil the end",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloX\r\n0\r\n\r\n",
    };

    @Test
    void bytes_mean_the_same_however_they_are_cut() {
        for (String seed : SEEDS) {
            List<String> whole = read(seed, seed.length());
            for (int size = 1; size < seed.length(); size++) {
                assertThat(read(seed, size)).as("%s cut every %d", seed, size).isEqualTo(whole);
            }
        }
    }

    /** A reader looks at no more than most heads have at first. */
    @Test
    void a_head_of_any_length_is_read_with_what_stands_behind_it() {
        for (int length = FieldLines.USUAL_BYTES - 100; length < FieldLines.USUAL_BYTES + 10; length++) {
            String raw = "HTTP/1.1 200 OK\r\nX: " + "v".repeat(length)
                    + "\r\nContent-Length: 5\r\n\r\nhelloHTTP/1.1 204 No Content\r\n\r\n";
            List<String> whole = read(raw, raw.length());

            assertThat(whole).isEqualTo(read(raw, 100)).anyMatch(seen -> seen.contains("204"));
        }
    }

    @Test
    void what_was_damaged_at_random_means_the_same_however_it_is_cut_and_no_more_than_netty_accepts() {
        SplittableRandom random = new SplittableRandom(20261126);
        for (int round = 0; round < 20_000; round++) {
            String raw = Damage.of(SEEDS[random.nextInt(SEEDS.length)], random);
            List<String> whole = read(raw, Math.max(1, raw.length()));
            assertThat(read(raw, 1 + random.nextInt(7))).as(raw).isEqualTo(whole);
            assertThat(ResponseReading.accepted(whole))
                    .as(raw)
                    .isLessThanOrEqualTo(ResponseReading.acceptedByNetty(raw.getBytes(ISO_8859_1)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 2x",
                "HTTP/1.1 200 \u0000",
                "HTTP/1.1 200 OK\r\nX\u0000",
                "HTTP/1.1 200 OK\r\nX: y\u0000",
                "HTTP/1.1 200 OK\r\n ",
                "HTTP/1.1 200 OK\n",
            })
    void a_head_is_refused_at_its_first_bad_octet_and_not_before(String raw) {
        assertThat(read(raw.substring(0, raw.length() - 1), 1)).isEmpty();

        assertThat(read(raw, 1)).containsExactly("broken");
    }

    private static List<String> read(String raw, int size) {
        return ResponseReading.of(raw.getBytes(ISO_8859_1), size);
    }
}
