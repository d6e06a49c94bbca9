package dev.understudy.gateway.testing;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads HTTP/1.1 messages from a socket and accepts nothing that RFC 9112 does not.
 *
 * <p>An end in the middle of something is an {@link EOFException}; a syntax error is a {@link MalformedMessage}.
 */
final class MessageReader {
    private static final Pattern FIELD = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e\\x80-\\xff\t]*");
    private static final Pattern CHUNK_SIZE = Pattern.compile("([0-9A-Fa-f]{1,8})(;.*)?");
    private static final int LINE_BYTES_MAX = 1024 * 1024;

    private final InputStream in;

    MessageReader(InputStream in) {
        this.in = new BufferedInputStream(in, 64 * 1024);
    }

    /** The next message's head, or empty when the peer has closed before one began. */
    Optional<Head> head() throws IOException {
        int first = in.read();
        if (first < 0) {
            return Optional.empty();
        }
        String startLine = line(first);
        return Optional.of(new Head(startLine, fields()));
    }

    List<Header> fields() throws IOException {
        List<Header> fields = new ArrayList<>();
        for (String line = line(in.read()); !line.isEmpty(); line = line(in.read())) {
            var matcher = FIELD.matcher(line);
            if (!matcher.matches() || !VALUE.matcher(matcher.group(2)).matches()) {
                throw new MalformedMessage("header line: " + line);
            }
            fields.add(new Header(matcher.group(1), matcher.group(2)));
        }
        return fields;
    }

    byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("body: " + bytes.length + " bytes (expected: " + length + ")");
        }
        return bytes;
    }

    /** At most that many bytes of a body, as they come. */
    byte[] some(int most) throws IOException {
        byte[] piece = new byte[most];
        int read = in.read(piece);
        if (read < 0) {
            throw new EOFException("body: ended early");
        }
        return java.util.Arrays.copyOf(piece, read);
    }

    byte[] untilClose() throws IOException {
        return in.readAllBytes();
    }

    /** The next chunk of a chunked body; empty for the last one, whose trailers the caller reads with {@link #fields}. */
    Optional<byte[]> chunk() throws IOException {
        String line = line(in.read());
        var matcher = CHUNK_SIZE.matcher(line);
        if (!matcher.matches()) {
            throw new MalformedMessage("chunk size: " + line);
        }
        int size = Integer.parseUnsignedInt(matcher.group(1), 16);
        if (size == 0) {
            return Optional.empty();
        }
        byte[] data = exactly(size);
        for (int expected : new int[] {'\r', '\n'}) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("chunk data: ended after " + size + " bytes");
            }
            if (next != expected) {
                throw new MalformedMessage("chunk data: no CRLF after " + size + " bytes");
            }
        }
        return Optional.of(data);
    }

    /** One byte, or -1 at the end of the stream. */
    int read() throws IOException {
        return in.read();
    }

    /** Whether bytes are there that nobody has asked for. */
    boolean hasMore() throws IOException {
        return in.available() > 0;
    }

    private String line(int first) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = first; ; c = in.read()) {
            if (c < 0) {
                throw new EOFException("line: ended after \"" + line + "\"");
            }
            if (c == '\n') {
                throw new MalformedMessage("line: bare LF after \"" + line + "\"");
            }
            if (c == '\r') {
                int next = in.read();
                if (next < 0) {
                    throw new EOFException("line: ended after \"" + line + "\" and CR");
                }
                if (next != '\n') {
                    throw new MalformedMessage("line: bare CR after \"" + line + "\"");
                }
                return line.toString();
            }
            if (line.length() >= LINE_BYTES_MAX) {
                throw new MalformedMessage("line: longer than " + LINE_BYTES_MAX);
            }
            line.append((char) c);
        }
    }

    static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
