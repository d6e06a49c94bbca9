package dev.understudy.gateway.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A model endpoint that is asked to go on as a WebSocket, and does on its raw socket what its script says. */
public final class WebSocketModel implements AutoCloseable {
    private final ServerSocket server;
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private volatile Script script;

    /** What happens on a connection behind its request's head. */
    public interface Script {
        /** @param accept the proof that the request's key asks for */
        void play(Socket socket, String accept) throws IOException;
    }

    private WebSocketModel(ServerSocket server, Script script) {
        this.server = server;
        this.script = script;
        daemon(this::accept);
    }

    public static WebSocketModel that(Script script) {
        try {
            return new WebSocketModel(new ServerSocket(0, 64, InetAddress.getLoopbackAddress()), script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Grants the wish, and sends back every byte. */
    public static Script echoing() {
        return (socket, accept) -> {
            send(socket, granting(accept));
            InputStream in = socket.getInputStream();
            byte[] bytes = new byte[16 * 1024];
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                socket.getOutputStream().write(bytes, 0, count);
            }
        };
    }

    public static String granting(String accept, String... fields) {
        StringBuilder head = new StringBuilder("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Accept: " + accept + "\r\n");
        for (String field : fields) {
            head.append(field).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    public static void send(Socket socket, String latin1) throws IOException {
        socket.getOutputStream().write(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void becomes(Script next) {
        script = next;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** Of the requests so far. */
    public List<String> heads() {
        return List.copyOf(heads);
    }

    public int connectionsOpen() {
        return open.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                daemon(() -> talk(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void talk(Socket socket) {
        open.incrementAndGet();
        try (socket) {
            String head = head(socket.getInputStream());
            heads.add(head);
            script.play(socket, proof(head));
        } catch (IOException cut) {
            // seen by the test as what its client gets
        } finally {
            open.decrementAndGet();
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed within a head");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static String proof(String head) {
        String name = "sec-websocket-key: ";
        int start = head.toLowerCase(Locale.ROOT).indexOf(name);
        String key = start < 0 ? "" : head.substring(start + name.length(), head.indexOf("\r\n", start));
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1")
                            .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                                    .getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "websocket-model");
        thread.setDaemon(true);
        thread.start();
    }
}
