package dev.understudy.gateway.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A name server on loopback (RFC 1035, UDP, A records alone) that knows what it is told and counts what it is asked. */
public final class FakeNameServer implements AutoCloseable {
    private static final int TYPE_A = 1;
    private static final int NAME_ERROR = 3;
    private static final int SERVER_FAILURE = 2;

    private final DatagramSocket socket;
    private final Map<String, List<String>> addresses = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
    private volatile int ttlSeconds;
    private volatile boolean failing;

    private FakeNameServer(DatagramSocket socket) {
        this.socket = socket;
    }

    public static FakeNameServer listening() {
        try {
            FakeNameServer server =
                    new FakeNameServer(new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
            Thread thread = new Thread(server::serve, "fake-name-server");
            thread.setDaemon(true);
            thread.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the settings write it. */
    public String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** From the next question on, that name has these addresses; none at all: there is no such name. */
    public void tell(String name, String... its) {
        addresses.put(name, List.of(its));
    }

    /** How long answers are good. */
    public void ttl(int seconds) {
        ttlSeconds = seconds;
    }

    /** From now on it knows nothing any more, and says so. */
    public void fail() {
        failing = true;
    }

    /** How many times it was asked for the addresses of that name. */
    public int asked(String name) {
        return asked.getOrDefault(name, new AtomicInteger()).get();
    }

    @Override
    public void close() {
        socket.close();
    }

    private void serve() {
        byte[] room = new byte[512];
        while (!socket.isClosed()) {
            try {
                DatagramPacket question = new DatagramPacket(room, room.length);
                socket.receive(question);
                byte[] answer = answer(ByteBuffer.wrap(room, 0, question.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private byte[] answer(ByteBuffer question) throws IOException {
        int id = question.getShort(0);
        question.position(12);
        StringBuilder name = new StringBuilder();
        for (int length = question.get(); length > 0; length = question.get()) {
            byte[] label = new byte[length];
            question.get(label);
            name.append(name.length() == 0 ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
        }
        int type = question.getShort();
        question.getShort();
        byte[] asIs = new byte[question.position() - 12];
        question.get(12, asIs);
        List<String> its = type == TYPE_A ? addresses.getOrDefault(name.toString(), List.of()) : List.of();
        if (type == TYPE_A) {
            asked.computeIfAbsent(name.toString(), any -> new AtomicInteger()).incrementAndGet();
        }
        return write(id, asIs, its, code(name.toString()));
    }

    private int code(String name) {
        if (failing) {
            return SERVER_FAILURE;
        }
        return addresses.getOrDefault(name, List.of()).isEmpty() ? NAME_ERROR : 0;
    }

    private byte[] write(int id, byte[] question, List<String> its, int code) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeShort(id);
        out.writeShort(0x8180 | code);
        out.writeShort(1);
        out.writeShort(code == 0 ? its.size() : 0);
        out.writeInt(0);
        out.write(question);
        for (String address : code == 0 ? its : List.<String>of()) {
            out.writeShort(0xc00c);
            out.writeShort(TYPE_A);
            out.writeShort(1);
            out.writeInt(ttlSeconds);
            out.writeShort(4);
            out.write(InetAddress.getByName(address).getAddress());
        }
        return bytes.toByteArray();
    }
}
