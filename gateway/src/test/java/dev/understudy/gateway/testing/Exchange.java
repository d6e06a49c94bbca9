package dev.understudy.gateway.testing;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Map;

/** One request at a fake model while it is being answered; lives on its connection's thread. */
public final class Exchange {
    private static final int LOOK_MILLIS = 10;

    private final Socket socket;
    private final MessageReader reader;
    private final ReceivedRequest request;

    Exchange(Socket socket, MessageReader reader, ReceivedRequest request) {
        this.socket = socket;
        this.reader = reader;
        this.request = request;
    }

    public ReceivedRequest request() {
        return request;
    }

    /** Reads the rest of the request's body, whichever way it is framed. */
    public Exchange readBody() throws IOException {
        if (request.complete()) {
            return this;
        }
        if (request.header("transfer-encoding").isPresent()) {
            for (var chunk = reader.chunk(); chunk.isPresent(); chunk = reader.chunk()) {
                request.append(chunk.get());
            }
            reader.fields();
        } else {
            int left = Integer.parseInt(request.header("content-length").orElse("0"));
            while (left > 0) {
                byte[] piece = reader.some(Math.min(left, 64 * 1024));
                request.append(piece);
                left -= piece.length;
            }
        }
        request.markComplete();
        return this;
    }

    /** A whole response, framed by its length; without a body where the standard forbids one. */
    public void respond(int status, Map<String, String> headers, byte[] body) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Fake\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        boolean lengthGiven = headers.keySet().stream().anyMatch("content-length"::equalsIgnoreCase);
        if (status != 204 && status != 304 && !lengthGiven) {
            head.append("content-length: ").append(body.length).append("\r\n");
        }
        send(head.append("\r\n").toString());
        if (status != 204 && status != 304 && !request.method().equals("HEAD")) {
            send(body);
        }
    }

    public Exchange send(String latin1) throws IOException {
        return send(MessageReader.latin1(latin1));
    }

    public Exchange send(byte[] bytes) throws IOException {
        for (int from = 0; from < bytes.length; from += 64 * 1024) {
            int length = Math.min(64 * 1024, bytes.length - from);
            socket.getOutputStream().write(bytes, from, length);
            request.countSent(length);
        }
        return this;
    }

    public Exchange sendChunk(String latin1) throws IOException {
        return send(Integer.toHexString(latin1.length()) + "\r\n" + latin1 + "\r\n");
    }

    /** Waits until the gate is open; throws when the gateway leaves meanwhile. */
    public Exchange hold(Gate gate) throws IOException {
        while (!gate.isOpen()) {
            look();
        }
        return this;
    }

    /** Waits, reading nothing, so that what the gateway sends backs up. */
    public Exchange holdDeaf(Gate gate) {
        gate.await();
        return this;
    }

    /** Never answers: returns only by throwing, when the gateway leaves. */
    public void hang() throws IOException {
        while (!socket.isClosed()) {
            look();
        }
    }

    /** What it came through. */
    public Socket socket() {
        return socket;
    }

    /** Closes with a reset instead of a goodbye. */
    public void reset() throws IOException {
        request.markAnswered();
        socket.setSoLinger(true, 0);
        socket.close();
    }

    public void close() throws IOException {
        request.markAnswered();
        socket.close();
    }

    boolean hasUnaskedBytes() throws IOException {
        return reader.hasMore();
    }

    private void look() throws IOException {
        socket.setSoTimeout(LOOK_MILLIS);
        try {
            int next = reader.read();
            if (next < 0) {
                throw new EOFException("the gateway closed");
            }
            throw new MalformedMessage("byte " + next + " before the answer (expected: silence)");
        } catch (SocketTimeoutException silence) {
            // as it should be: the gateway is still there and waits
        } finally {
            if (!socket.isClosed()) {
                socket.setSoTimeout(0);
            }
        }
    }
}
