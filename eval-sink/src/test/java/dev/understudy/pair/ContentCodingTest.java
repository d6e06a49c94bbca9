package dev.understudy.pair;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentCodingTest {
    private static final int MAX = 1024 * 1024;
    private static final byte[] TEXT =
            "{\"a\": \"some text, some text\"}".repeat(500).getBytes(UTF_8);

    @Test
    void what_was_compressed_is_read_again() throws IOException {
        assertThat(plain("gzip", gzip(TEXT))).isEqualTo(TEXT);
        assertThat(plain(" X-GZip ", gzip(TEXT))).isEqualTo(TEXT);
        assertThat(plain("deflate", deflated(TEXT, false))).isEqualTo(TEXT);
        assertThat(plain("deflate", deflated(TEXT, true)))
                .as("without zlib's frame")
                .isEqualTo(TEXT);
        assertThat(plain("zstd", Zstd.compress(TEXT))).isEqualTo(TEXT);
        assertThat(plain("gzip", gzip(new byte[0]))).isEmpty();
        assertThat(plain("deflate", deflated(new byte[0], false))).isEmpty();
        assertThat(plain("deflate", deflated(new byte[0], true))).isEmpty();
        assertThat(plain("zstd", Zstd.compress(new byte[0]))).isEmpty();
    }

    @Test
    void padding_behind_all_of_it_does_not_count() throws IOException {
        byte[] padding = {0, 0, 0x1f, (byte) 0x8b, 'x'};
        assertThat(plain("gzip", joined(gzip(TEXT), padding))).isEqualTo(TEXT);
        assertThat(plain("deflate", joined(deflated(TEXT, false), padding))).isEqualTo(TEXT);
        assertThat(ContentCoding.GZIP.decode(padding, MAX).whole()).isFalse();
    }

    @Test
    void what_cannot_be_read_is_none_of_them() {
        for (String coding : List.of("br", "identity", "", "gzip, gzip", "aes128gcm")) {
            assertThat(ContentCoding.of(coding)).as(coding).isNull();
        }
        assertThat(ContentCoding.of(null)).isNull();
    }

    @Test
    void a_head_with_everything_in_it_and_a_second_member_are_passed_over() throws IOException {
        byte[] plain = gzip("one ".getBytes(UTF_8));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(new byte[] {0x1f, (byte) 0x8b, 8, 0x1f, 0, 0, 0, 0, 0, 3});
        all.write(new byte[] {3, 0, 'x', 'y', 'z'});
        all.write("name\0comment\0".getBytes(UTF_8));
        CRC32 sum = new CRC32();
        sum.update(all.toByteArray());
        all.write(new byte[] {(byte) sum.getValue(), (byte) (sum.getValue() >> 8)});
        all.write(plain, 10, plain.length - 10);
        all.write(gzip("two".getBytes(UTF_8)));

        assertThat(plain("gzip", all.toByteArray())).asString(UTF_8).isEqualTo("one two");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 1000})
    void it_does_not_matter_where_the_bytes_are_cut(int piece) throws IOException {
        byte[] bytes = gzip(TEXT);
        ByteArrayOutputStream plain = new ByteArrayOutputStream();

        try (Inflation inflation = new Inflation(ContentCoding.GZIP, MAX)) {
            for (int at = 0; at < bytes.length; at += piece) {
                inflation.read(
                        bytes, at, Math.min(bytes.length, at + piece), (out, length) -> plain.write(out, 0, length));
            }
            assertThat(inflation.isWhole()).isTrue();
        }

        assertThat(plain.toByteArray()).isEqualTo(TEXT);
    }

    @Test
    void what_broke_off_is_read_as_far_as_it_came() throws IOException {
        byte[] half = Arrays.copyOf(gzip(TEXT), 60);

        ContentCoding.Plain read = ContentCoding.GZIP.decode(half, MAX);

        assertThat(read.whole()).isFalse();
        assertThat(Arrays.copyOf(TEXT, read.bytes().length)).isEqualTo(read.bytes());
    }

    @Test
    void a_little_that_stands_for_very_much_is_given_up() throws IOException {
        byte[] zeros = new byte[64 * 1024 * 1024];
        for (ContentCoding coding : ContentCoding.values()) {
            byte[] bomb = switch (coding) {
                case GZIP -> gzip(zeros);
                case DEFLATE -> deflated(zeros, false);
                case ZSTD -> Zstd.compress(zeros);
            };
            assertThat(bomb.length).isLessThan(100_000);

            ContentCoding.Plain read = coding.decode(bomb, Integer.MAX_VALUE);

            assertThat(read.whole()).as(coding.name()).isFalse();
            assertThat(read.bytes().length)
                    .as(coding.name())
                    .isLessThanOrEqualTo(Math.max(256 * 1024, bomb.length * 100));
        }
    }

    @Test
    void what_is_larger_than_may_be_is_given_up() throws IOException {
        byte[] noise = new byte[100_000];
        new Random(1).nextBytes(noise);

        assertThat(ContentCoding.GZIP.decode(gzip(noise), 50_000).whole()).isFalse();
        assertThat(ContentCoding.ZSTD.decode(Zstd.compress(noise), 50_000).whole())
                .isFalse();
        assertThat(ContentCoding.GZIP.decode(gzip(noise), 100_000).whole()).isTrue();
    }

    @Test
    void any_damage_is_noticed_and_none_is_a_crash() throws IOException {
        Random random = new Random(3);
        for (ContentCoding coding : List.of(ContentCoding.GZIP, ContentCoding.ZSTD)) {
            byte[] good = coding == ContentCoding.GZIP ? gzip(TEXT) : zstd(TEXT);
            for (int i = 0; i < 500; i++) {
                byte[] bad = good.clone();
                bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));

                ContentCoding.Plain read = coding.decode(bad, MAX);

                assertThat(!read.whole() || Arrays.equals(read.bytes(), TEXT)).isTrue();
            }
        }
    }

    private static byte[] plain(String coding, byte[] bytes) {
        ContentCoding known = Objects.requireNonNull(ContentCoding.of(coding));
        ContentCoding.Plain plain = known.decode(bytes, MAX);
        assertThat(plain.whole()).isTrue();
        return plain.bytes();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** With the checksum that a frame may have. */
    private static byte[] zstd(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new ZstdOutputStream(bytes).setChecksum(true)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private static byte[] deflated(byte[] plain, boolean bare) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(9, bare);
        try (OutputStream out = new DeflaterOutputStream(bytes, deflater)) {
            out.write(plain);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }
}
