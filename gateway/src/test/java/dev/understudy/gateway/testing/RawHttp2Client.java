package dev.understudy.gateway.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A client that sends exactly the frames of HTTP/2 that it is told to, right or wrong, over a connection without TLS. */
public final class RawHttp2Client implements AutoCloseable {
    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int PRIORITY = 2;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PUSH_PROMISE = 5;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;
    public static final int CONTINUATION = 9;

    public static final int END_STREAM = 1;
    public static final int ACK = 1;
    public static final int END_HEADERS = 4;
    public static final int PADDED = 8;
    public static final int WITH_PRIORITY = 0x20;

    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private final Socket socket;
    private final DataInputStream in;
    private final DefaultHttp2HeadersDecoder hpack = new DefaultHttp2HeadersDecoder(false);

    /**
     * One frame as it came.
     *
     * @param fields of a head or trailers
     */
    @SuppressWarnings("ArrayRecordComponent") // frames are never compared as wholes
    public record Frame(int type, int flags, int stream, byte[] payload, Map<String, String> fields) {
        public boolean has(int flag) {
            return (flags & flag) != 0;
        }

        /** Of RST_STREAM and, behind the last stream, of GOAWAY. */
        public int error() {
            return ByteBuffer.wrap(payload).getInt(type == GOAWAY ? 4 : 0);
        }

        @Override
        public String toString() {
            return "frame " + type + " flags " + flags + " stream " + stream + ", " + payload.length + " bytes"
                    + (type == RST_STREAM || type == GOAWAY ? ", error " + error() : "");
        }
    }

    /** A whole answer. */
    public record Answer(Map<String, String> head, String body, Map<String, String> trailers) {
        public int status() {
            return Integer.parseInt(String.valueOf(head.get(":status")));
        }
    }

    private RawHttp2Client(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    /** Has sent its preface and empty settings. */
    public static RawHttp2Client connect(int port) throws IOException {
        return bare(port).preface().frame(SETTINGS, 0, 0);
    }

    /** Has sent nothing. */
    public static RawHttp2Client bare(int port) throws IOException {
        return bare(port, 0);
    }

    /** @param receiveBytes how much the kernel may take in before the client reads; 0 for its default */
    public static RawHttp2Client bare(int port, int receiveBytes) throws IOException {
        Socket socket = new Socket();
        if (receiveBytes > 0) {
            socket.setReceiveBufferSize(receiveBytes);
        }
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(Deadline.MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), Deadline.MILLIS);
        return new RawHttp2Client(socket);
    }

    public RawHttp2Client preface() throws IOException {
        return bytes(PREFACE.getBytes(StandardCharsets.US_ASCII));
    }

    public RawHttp2Client bytes(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    public RawHttp2Client frame(int type, int flags, int stream, int... payload) throws IOException {
        byte[] bytes = new byte[payload.length];
        for (int i = 0; i < payload.length; i++) {
            bytes[i] = (byte) payload[i];
        }
        return frame(type, flags, stream, bytes);
    }

    public RawHttp2Client frame(int type, int flags, int stream, byte[] payload) throws IOException {
        return bytes(encoded(type, flags, stream, payload));
    }

    /** A frame's bytes, to send many at once. */
    public static byte[] encoded(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /** A whole head in one frame; names and values in turn. */
    public RawHttp2Client headers(int stream, int flags, String... fields) throws IOException {
        return frame(HEADERS, flags | END_HEADERS, stream, block(fields));
    }

    /** A GET that is whole with its head. */
    public RawHttp2Client get(int stream, String path, String... fields) throws IOException {
        return headers(stream, END_STREAM, request("GET", path, fields));
    }

    /** A POST whose body follows. */
    public RawHttp2Client post(int stream, String path, String... fields) throws IOException {
        return headers(stream, 0, request("POST", path, fields));
    }

    public RawHttp2Client data(int stream, int flags, String text) throws IOException {
        return frame(DATA, flags, stream, text.getBytes(StandardCharsets.UTF_8));
    }

    public RawHttp2Client windowUpdate(int stream, int increment) throws IOException {
        return frame(
                WINDOW_UPDATE,
                0,
                stream,
                ByteBuffer.allocate(4).putInt(increment).array());
    }

    public RawHttp2Client reset(int stream, int error) throws IOException {
        return frame(RST_STREAM, 0, stream, ByteBuffer.allocate(4).putInt(error).array());
    }

    public RawHttp2Client setting(int id, long value) throws IOException {
        return frame(
                SETTINGS,
                0,
                0,
                ByteBuffer.allocate(6).putShort((short) id).putInt((int) value).array());
    }

    /** The four fields that each request has, and these behind them. */
    public static String[] request(String method, String path, String... fields) {
        List<String> all = new ArrayList<>(
                List.of(":method", method, ":scheme", "http", ":path", path, ":authority", "models.test"));
        all.addAll(List.of(fields));
        return all.toArray(String[]::new);
    }

    /** A block of literals, whatever they hold. */
    public static byte[] block(String... fields) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < fields.length; i += 2) {
            block.write(0);
            literal(block, fields[i]);
            literal(block, fields[i + 1]);
        }
        return block.toByteArray();
    }

    /** The next frame; nothing when the connection is closed. */
    public Optional<Frame> next() throws IOException {
        try {
            int first = in.read();
            if (first < 0) {
                return Optional.empty();
            }
            int length = first << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int stream = in.readInt() & 0x7fffffff;
            byte[] payload = new byte[length];
            in.readFully(payload);
            return Optional.of(new Frame(
                    type, flags, stream, payload, type == HEADERS ? fields(stream, flags, payload) : Map.of()));
        } catch (EOFException | SocketException closed) {
            return Optional.empty();
        }
    }

    /** The next frame of one of these types, acknowledging settings on the way; nothing when the connection is closed. */
    public Optional<Frame> next(int... types) throws IOException {
        while (true) {
            Optional<Frame> frame = next();
            if (frame.isEmpty()) {
                return frame;
            }
            Frame read = frame.get();
            if (read.type() == SETTINGS && !read.has(ACK)) {
                acknowledge();
            }
            for (int type : types) {
                if (read.type() == type && !(type == SETTINGS && !read.has(ACK))) {
                    return frame;
                }
            }
        }
    }

    /** The answer on one stream; what comes on others is lost. */
    public Answer answer(int stream) throws IOException {
        Map<String, String> head = Map.of();
        Map<String, String> trailers = Map.of();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            Frame frame = next(HEADERS, DATA, RST_STREAM, GOAWAY)
                    .orElseThrow(() -> new EOFException("closed (expected: an answer on stream " + stream + ")"));
            if (frame.type() == HEADERS) {
                Map<String, String> fields = frame.fields();
                if (frame.stream() == stream && head.isEmpty()) {
                    head = fields.getOrDefault(":status", "").startsWith("1") ? Map.of() : fields;
                } else if (frame.stream() == stream) {
                    trailers = fields;
                }
            } else if (frame.type() == DATA && frame.stream() == stream) {
                body.writeBytes(frame.payload());
            } else if (frame.type() == GOAWAY || frame.stream() == stream) {
                throw new IOException(frame + " (expected: an answer on stream " + stream + ")");
            }
            if (frame.stream() == stream && frame.has(END_STREAM)) {
                return new Answer(head, body.toString(StandardCharsets.UTF_8), trailers);
            }
        }
    }

    private void acknowledge() {
        try {
            frame(SETTINGS, ACK, 0);
        } catch (IOException closed) {
            // what the peer said before it closed can still be read
        }
    }

    private Map<String, String> fields(int stream, int flags, byte[] payload) throws IOException {
        if ((flags & END_HEADERS) == 0) {
            throw new MalformedMessage("flags " + flags + " of a head (expected: a whole block)");
        }
        ByteBuf block = Unpooled.wrappedBuffer(payload);
        try {
            Http2Headers headers = hpack.decodeHeaders(stream, block);
            Map<String, String> fields = new LinkedHashMap<>();
            headers.forEach(field -> fields.merge(
                    field.getKey().toString(), field.getValue().toString(), (one, other) -> one + ", " + other));
            return fields;
        } catch (Http2Exception e) {
            throw new MalformedMessage("fields: " + e);
        }
    }

    /** Whether the peer has closed, which it must without another word but resets and farewells. */
    public boolean isClosed() throws IOException {
        for (Optional<Frame> frame = next(); frame.isPresent(); frame = next()) {
            if (frame.get().type() == HEADERS || frame.get().type() == DATA) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static void literal(ByteArrayOutputStream to, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length < 127) {
            to.write(bytes.length);
        } else {
            to.write(127);
            int rest = bytes.length - 127;
            while (rest >= 128) {
                to.write((rest & 0x7f) | 0x80);
                rest >>= 7;
            }
            to.write(rest);
        }
        to.writeBytes(bytes);
    }
}
