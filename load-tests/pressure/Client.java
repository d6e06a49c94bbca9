import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The clients and the model of the proofs in run.sh: java Client.java WHAT ARGUMENTS. Everything ends by itself. */
final class Client {
    private static final int PIECE = 64 * 1024;

    private Client() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "model" -> model(Integer.parseInt(arguments[1]));
            case "idle" -> idle(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]), arguments[3]);
            case "slow" -> slow(
                    Integer.parseInt(arguments[1]),
                    Integer.parseInt(arguments[2]),
                    Long.parseLong(arguments[3]),
                    Integer.parseInt(arguments[4]));
            case "bodies" -> bodies(
                    Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]), Long.parseLong(arguments[3]));
            default -> throw new IllegalArgumentException(arguments[0] + " (expected: model, idle, slow, bodies)");
        }
    }

    /** Answers /bytes/N with N bytes, and anything else with as many bytes as it was sent, streaming. */
    private static void model(int port) throws IOException {
        try (ServerSocket server = new ServerSocket(port, 1024, java.net.InetAddress.getLoopbackAddress())) {
            System.out.println("model ready: " + server.getLocalPort());
            while (true) {
                Socket socket = server.accept();
                Thread thread = new Thread(null, () -> serve(socket), "model", 128 * 1024);
                thread.setDaemon(true);
                thread.start();
            }
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            InputStream in = new java.io.BufferedInputStream(socket.getInputStream(), 8192);
            byte[] piece = new byte[PIECE];
            for (String head = head(in); head != null; head = head(in)) {
                long length = length(head);
                String path = head.substring(head.indexOf(' ') + 1, head.indexOf(" HTTP/"));
                long answer = path.startsWith("/bytes/") ? Long.parseLong(path.substring(7)) : length;
                socket.getOutputStream()
                        .write(("HTTP/1.1 200 OK\r\ncontent-type: application/octet-stream\r\ncontent-length: " + answer
                                        + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                boolean echo = !path.startsWith("/bytes/");
                for (long left = length; left > 0; ) {
                    int read = in.read(piece, 0, (int) Math.min(left, PIECE));
                    if (read < 0) {
                        return;
                    }
                    left -= read;
                    if (echo) {
                        socket.getOutputStream().write(piece, 0, read);
                    }
                }
                for (long left = echo ? 0 : answer; left > 0; left -= Math.min(left, PIECE)) {
                    socket.getOutputStream().write(piece, 0, (int) Math.min(left, PIECE));
                }
            }
        } catch (IOException gone) {
            // the other side left
        }
    }

    /** Opens so many connections, one request on each, and keeps them open so many seconds; then one request on each again. */
    private static void idle(int port, int count, String seconds) throws Exception {
        List<SocketChannel> connections = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            // 127.0.0.x: one source address has too few ports, and may have a limit of its own
            SocketChannel channel = SocketChannel.open();
            channel.bind(new InetSocketAddress("127.0.0." + (1 + i / 200), 0));
            channel.connect(new InetSocketAddress("127.0.0.1", port));
            connections.add(channel);
        }
        System.out.println("open=" + connections.size() + " answered=" + ask(connections));
        TimeUnit.SECONDS.sleep(Long.parseLong(seconds));
        System.out.println("after_idling_answered=" + ask(connections));
        TimeUnit.SECONDS.sleep(Long.parseLong(seconds));
    }

    /** On each connection one request, 500 at a time; how many were answered. */
    private static int ask(List<SocketChannel> connections) throws IOException {
        byte[] request = "GET /bytes/10 HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        int answered = 0;
        for (int start = 0; start < connections.size(); start += 500) {
            List<SocketChannel> some = connections.subList(start, Math.min(start + 500, connections.size()));
            for (SocketChannel channel : some) {
                channel.write(ByteBuffer.wrap(request));
            }
            for (SocketChannel channel : some) {
                answered += isAnswered(channel) ? 1 : 0;
            }
        }
        return answered;
    }

    private static boolean isAnswered(SocketChannel channel) throws IOException {
        ByteBuffer answer = ByteBuffer.allocate(1024);
        StringBuilder text = new StringBuilder();
        while (!text.toString().contains("\r\n\r\n") || text.length() < text.indexOf("\r\n\r\n") + 14) {
            answer.clear();
            if (channel.read(answer) < 0) {
                return false;
            }
            text.append(new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1));
        }
        return text.toString().startsWith("HTTP/1.1 200");
    }

    /** So many clients ask for an answer of so many bytes and read 16 KiB each 20 ms for so many seconds, then leave. */
    private static void slow(int port, int count, long bytes, int seconds) throws Exception {
        Selector selector = Selector.open();
        AtomicLong read = new AtomicLong();
        List<SocketChannel> channels = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 32 * 1024);
            channel.connect(new InetSocketAddress("127.0.0.1", port));
            channel.write(ByteBuffer.wrap(
                    ("GET /bytes/" + bytes + " HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(StandardCharsets.US_ASCII)));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            channels.add(channel);
        }
        ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        int cut = 0;
        while (System.nanoTime() < end) {
            selector.selectNow();
            for (SelectionKey key : selector.selectedKeys()) {
                buffer.clear();
                int got = ((SocketChannel) key.channel()).read(buffer);
                if (got < 0) {
                    key.cancel();
                    cut++;
                } else {
                    read.addAndGet(got);
                }
            }
            selector.selectedKeys().clear();
            TimeUnit.MILLISECONDS.sleep(20);
        }
        System.out.println("readers=" + count + " bytes_read=" + read + " cut=" + cut);
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }

    /** So many clients at once send a body of so many bytes and read the same back. */
    private static void bodies(int port, int count, long bytes) throws Exception {
        AtomicInteger good = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(() -> good.addAndGet(both(port, bytes) ? 1 : 0));
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println("bodies=" + count + " of_bytes=" + bytes + " answered_whole=" + good);
    }

    private static boolean both(int port, long bytes) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            Thread sender = new Thread(() -> send(socket, bytes));
            sender.start();
            InputStream in = new java.io.BufferedInputStream(socket.getInputStream(), 8192);
            String head = head(in);
            if (head == null || !head.startsWith("HTTP/1.1 200")) {
                System.err.println(head);
                return false;
            }
            byte[] piece = new byte[PIECE];
            long left = length(head);
            boolean whole = left == bytes;
            while (left > 0) {
                int read = in.read(piece, 0, (int) Math.min(left, PIECE));
                if (read < 0) {
                    return false;
                }
                left -= read;
            }
            sender.join();
            return whole;
        } catch (IOException | InterruptedException e) {
            System.err.println(e);
            return false;
        }
    }

    private static void send(Socket socket, long bytes) {
        try {
            socket.getOutputStream()
                    .write(("POST /echo HTTP/1.1\r\nHost: a\r\ncontent-length: " + bytes + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] piece = new byte[PIECE];
            for (long left = bytes; left > 0; left -= Math.min(left, PIECE)) {
                socket.getOutputStream().write(piece, 0, (int) Math.min(left, PIECE));
            }
        } catch (IOException e) {
            System.err.println(e);
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            head.append((char) next);
            if (next == '\n' && head.length() >= 4 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
                return head.toString();
            }
        }
        return null;
    }

    private static long length(String head) {
        for (String line : head.split("\r\n")) {
            if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                return Long.parseLong(line.substring(15).strip());
            }
        }
        return 0;
    }
}
