package dev.understudy.gateway.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A client that sends exactly the bytes it is given and believes only what the standard allows. */
public final class RawClient implements AutoCloseable {
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 [1-9][0-9]{2} [\\x20-\\x7e\t]*");

    private final Socket socket;
    private final MessageReader reader;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.reader = new MessageReader(socket.getInputStream());
    }

    public static RawClient connect(int port) throws IOException {
        return connect(port, 0);
    }

    /** @param receiveBytes how much the kernel may take in before the client reads; 0 for its default */
    public static RawClient connect(int port, int receiveBytes) throws IOException {
        Socket socket = new Socket();
        if (receiveBytes > 0) {
            socket.setReceiveBufferSize(receiveBytes);
        }
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(Deadline.MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), Deadline.MILLIS);
        return new RawClient(socket);
    }

    /** Over TLS; the handshake is done when this returns. */
    public static RawClient connect(int port, SSLContext trust) throws IOException {
        return new RawClient(handshaken((SSLSocket) trust.getSocketFactory().createSocket(), port));
    }

    /** Over a socket of the caller's making; closed with this. */
    public static RawClient over(Socket socket) throws IOException {
        return new RawClient(socket);
    }

    private static Socket handshaken(SSLSocket socket, int port) throws IOException {
        try {
            socket.setSoTimeout(Deadline.MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), Deadline.MILLIS);
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** One request on a connection of its own. */
    public static RawResponse exchange(int port, String request) throws IOException {
        try (RawClient client = connect(port)) {
            client.send(request);
            return client.read(request.substring(0, Math.max(0, request.indexOf(' '))));
        }
    }

    public static RawResponse get(int port, String target, String... headers) throws IOException {
        return exchange(port, request("GET", target, "", headers));
    }

    public static RawResponse post(int port, String target, String body, String... headers) throws IOException {
        return exchange(port, request("POST", target, body, headers));
    }

    /** The text of a well-formed request; each header as {@code name: value}. */
    public static String request(String method, String target, String body, String... headers) {
        StringBuilder text = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: models.test\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        if (!body.isEmpty()) {
            text.append("Content-Length: ")
                    .append(body.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n");
        }
        return text.append("\r\n").append(body).toString();
    }

    public RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    public RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** The next response to anything but HEAD. */
    public RawResponse read() throws IOException {
        return read("GET");
    }

    /** @param method of the request, which decides whether a body follows */
    public RawResponse read(String method) throws IOException {
        List<Head> interim = new ArrayList<>();
        Head head = readHead();
        while (head.startLine().startsWith("HTTP/1.1 1")) {
            interim.add(head);
            head = readHead();
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        List<Header> trailers = new ArrayList<>();
        RawResponse.Ending ending = readBody(method, head, body, trailers);
        return new RawResponse(interim, head, body.toByteArray(), trailers, ending);
    }

    /** The next head alone; what follows is read piece by piece. */
    public Head readHead() throws IOException {
        Head head = reader.head().orElseThrow(() -> new EOFException("closed (expected: a response)"));
        if (!STATUS_LINE.matcher(head.startLine()).matches()) {
            throw new MalformedMessage("status line: " + head.startLine());
        }
        return head;
    }

    /** The next chunk of a chunked body, or empty after the last. */
    public Optional<String> readChunk() throws IOException {
        Optional<byte[]> chunk = reader.chunk();
        if (chunk.isEmpty()) {
            reader.fields();
        }
        return chunk.map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /** Reads exactly that many body bytes. */
    public byte[] readBytes(int length) throws IOException {
        return reader.exactly(length);
    }

    /** Waits for the peer to close, and says whether it did so without sending another byte. */
    public boolean closedSilently() throws IOException {
        try {
            return reader.read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    /** Everything until the peer closes, unparsed. */
    public String readAll() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            for (int next = reader.read(); next >= 0; next = reader.read()) {
                all.write(next);
            }
        } catch (SocketException reset) {
            // what came before it counts
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    /** Says that nothing more will be sent, and goes on reading. */
    public void finishSending() throws IOException {
        socket.shutdownOutput();
    }

    /** Leaves with a reset. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private RawResponse.Ending readBody(String method, Head head, ByteArrayOutputStream body, List<Header> trailers)
            throws IOException {
        int status = Integer.parseInt(head.startLine().substring(9, 12));
        if (method.equals("HEAD") || status == 204 || status == 304) {
            return RawResponse.Ending.COMPLETE;
        }
        if (head.has("transfer-encoding") && head.has("content-length")) {
            throw new MalformedMessage("framing: " + head.headers() + " (expected: one way)");
        }
        try {
            if (head.has("transfer-encoding")) {
                for (var chunk = reader.chunk(); chunk.isPresent(); chunk = reader.chunk()) {
                    body.writeBytes(chunk.get());
                }
                trailers.addAll(reader.fields());
            } else if (head.has("content-length")) {
                long left = Long.parseLong(head.header("content-length").orElseThrow());
                while (left > 0) {
                    byte[] piece = reader.some((int) Math.min(left, 64 * 1024));
                    body.writeBytes(piece);
                    left -= piece.length;
                }
            } else {
                body.writeBytes(reader.untilClose());
            }
            return RawResponse.Ending.COMPLETE;
        } catch (EOFException | SocketException cut) {
            return RawResponse.Ending.CUT;
        }
    }
}
