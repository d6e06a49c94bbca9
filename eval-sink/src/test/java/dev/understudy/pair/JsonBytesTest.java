package dev.understudy.pair;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBytesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @MethodSource("seeds")
    void any_text_comes_back_as_it_was_from_characters_and_from_bytes(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 200; i++) {
            String text = text(random);
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            JsonBytes out = new JsonBytes(1);

            out.beginObject();
            assertThat(out.field("bytes", utf8, utf8.length)).isTrue();
            out.name("characters").text(text);
            out.endObject();

            JsonNode read = JSON.readTree(out.toByteArray());
            assertThat(read.path("bytes").textValue()).isEqualTo(text);
            assertThat(read.path("characters").textValue()).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void bytes_are_text_exactly_where_the_jdk_can_decode_them(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 500; i++) {
            byte[] utf8 = text(random).getBytes(StandardCharsets.UTF_8);
            if (utf8.length > 0) {
                utf8[random.nextInt(utf8.length)] = (byte) random.nextInt();
            }
            JsonBytes out = new JsonBytes(16);

            out.beginObject();
            boolean written = out.field("body", utf8, utf8.length);
            out.name("next").number(1);
            out.endObject();

            assertThat(written).isEqualTo(isText(utf8));
            assertThat(JSON.readTree(out.toByteArray()).has("body")).isEqualTo(written);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void any_number_comes_back_equal(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 500; i++) {
            double number = random.nextBoolean()
                    ? Double.longBitsToDouble(random.nextLong())
                    : random.nextInt(-2_000_000, 2_000_000) / 1000.0;
            long whole = random.nextLong() >> random.nextInt(64);
            JsonBytes out = new JsonBytes(16);

            out.beginArray().number(number).number(whole).endArray();

            JsonNode read = JSON.readTree(out.toByteArray());
            assertThat(read.get(0).isNull()).isEqualTo(!Double.isFinite(number));
            if (Double.isFinite(number)) {
                assertThat(read.get(0).doubleValue()).isEqualTo(number);
            }
            assertThat(read.get(1).longValue()).isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.0, 1, 0.1, 3.9, 4.25, 0.001, -0.5, 1234.567, 1e9, 1e-4})
    void short_numbers_are_written_as_java_writes_them(double number) {
        JsonBytes out = new JsonBytes(16);

        out.number(number);

        assertThat(new String(out.toByteArray(), StandardCharsets.US_ASCII)).isEqualTo(Double.toString(number));
    }

    @Test
    void lines_follow_each_other_and_one_that_came_to_nothing_leaves_nothing() {
        JsonBytes out = new JsonBytes(16);
        out.beginObject().name("a").number(1).endObject().endLine();
        int endOfLine = out.length();
        out.beginObject().name("b").text("half");

        out.rollBackTo(endOfLine);
        out.beginArray()
                .flag(true)
                .nothing()
                .time(Instant.ofEpochMilli(7))
                .endArray()
                .endLine();

        assertThat(new String(out.toByteArray(), StandardCharsets.UTF_8))
                .isEqualTo("{\"a\":1}\n[true,null,\"1970-01-01T00:00:00.007Z\"]\n");
    }

    @Test
    void times_of_one_second_and_of_others_are_the_same_as_one_by_one() {
        SplittableRandom random = new SplittableRandom(5);
        IsoTime time = new IsoTime();
        for (int i = 0; i < 1000; i++) {
            Instant instant = Instant.ofEpochMilli(1_764_000_000_000L + random.nextInt(-5000, 5000));

            assertThat(time.text(instant)).isEqualTo(IsoTime.of(instant));
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 10);
    }

    /** ASCII in runs, with quotes, controls, and characters of two to four bytes between. */
    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        int pieces = random.nextInt(12);
        for (int i = 0; i < pieces; i++) {
            switch (random.nextInt(6)) {
                case 0 -> text.append('"').append('\\');
                case 1 -> text.append((char) random.nextInt(0x20));
                case 2 -> text.appendCodePoint(random.nextInt(0x80, 0x800));
                case 3 -> text.appendCodePoint(random.nextInt(0x800, 0xD800));
                case 4 -> text.appendCodePoint(random.nextInt(0x10000, 0x110000));
                default -> text.append("x{}/~".repeat(random.nextInt(random.nextInt(20) == 0 ? 3000 : 6)));
            }
        }
        return text.toString();
    }

    private static boolean isText(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
