package dev.understudy.gateway.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {
    private static final String ODD = "\ufeff: hello\r\n\r\nevent: a\r\ndata: {\"x\": 1}\r\n\r\ndata:one\rdata: two\r\r"
            + "id: 7\n\ndata\n\ndata:  two spaces\n\ndatabase: no\n\ndat: no\n\n:data: no\n\ndata: ä€𝄞\n\ndata: cut";

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    data: a~~              | a
                    data:a~~               | a
                    data: a~data: b~~      | a/b
                    data~~                 | ''
                    data~data~~            | /
                    : keep-alive~~         | -
                    event: ping~~          | -
                    ~~~                    | -
                    data: a                | -
                    data: a~               | -
                    data: a~~: c~~data: b~~ | a+b
                    id: 1~data: a~retry: 3~~ | a
                    """)
    void an_event_is_what_stands_between_empty_lines(String stream, String events) {
        List<String> expected = events == null ? List.of() : List.of(events.split("\\+", -1));

        for (String lineEnd : List.of("\n", "\r\n", "\r")) {
            assertThat(read(stream.replace("~", lineEnd), 1000).stream()
                            .map(data -> data.replace("\n", "/"))
                            .toList())
                    .as("with " + (int) lineEnd.charAt(0) + " of " + lineEnd.length())
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 4096})
    void it_does_not_matter_where_the_pieces_are_cut(int size) {
        assertThat(read(ODD, size))
                .containsExactly("{\"x\": 1}", "one\ntwo", "", " two spaces", "ä€𝄞")
                .isEqualTo(read(ODD, 1_000_000));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void any_bytes_in_any_pieces_give_the_same_events(long seed) {
        Random random = new Random(seed);
        String alphabet = "data: \n\n\r:x\ufeff";
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            if (random.nextInt(5) == 0) {
                text.append("\ndata:");
            }
        }

        assertThat(read(text.toString(), 1 + random.nextInt(9)))
                .isNotEmpty()
                .isEqualTo(read(text.toString(), Integer.MAX_VALUE));
    }

    @Test
    void a_direct_buffer_is_read_without_moving_its_indexes() {
        List<String> events = new ArrayList<>();
        EventReader reader = new EventReader((data, length, tooLong) -> events.add(text(data, length)));
        Slices slices = new Slices();
        byte[] bytes = ("xx" + "data: " + "y".repeat(10_000) + "\n\n").getBytes(StandardCharsets.UTF_8);
        ByteBuf piece = Unpooled.directBuffer(bytes.length).writeBytes(bytes).skipBytes(2);
        try {
            slices.read(piece, reader);

            assertThat(events).containsExactly("y".repeat(10_000));
            assertThat(piece.readerIndex()).isEqualTo(2);
        } finally {
            piece.release();
        }
    }

    @Test
    void an_event_that_is_too_long_counts_and_is_not_kept() {
        List<String> events = new ArrayList<>();
        EventReader reader = new EventReader((data, length, tooLong) -> events.add(tooLong + ":" + length));
        String most = "x".repeat(EventReader.DATA_BYTES_MAX);

        new Slices()
                .read(
                        Unpooled.copiedBuffer(
                                "data: " + most + "\n\ndata: " + most + "x\n\ndata: a\n\n", StandardCharsets.UTF_8),
                        reader);

        assertThat(events).containsExactly("false:" + EventReader.DATA_BYTES_MAX, "true:0", "false:1");
    }

    private static List<String> read(String stream, int size) {
        List<String> events = new ArrayList<>();
        EventReader reader = new EventReader((data, length, tooLong) -> events.add(text(data, length)));
        Slices slices = new Slices();
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at += Math.min(size, bytes.length)) {
            slices.read(Unpooled.wrappedBuffer(bytes, at, Math.min(size, bytes.length - at)), reader);
        }
        return events;
    }

    private static String text(byte[] data, int length) {
        return new String(data, 0, length, StandardCharsets.UTF_8);
    }
}
