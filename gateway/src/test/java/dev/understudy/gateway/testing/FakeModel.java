package dev.understudy.gateway.testing;

import static org.awaitility.Awaitility.await;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import org.awaitility.core.ConditionFactory;

/**
 * A model endpoint on a real socket that behaves as it is told and keeps every request byte for byte.
 *
 * <p>One thread per connection. It is strict: a request that a server ought to refuse, or one that is begun before the
 * last was answered, is a violation, and {@link #close} fails the test for it. A request that merely stops is not: that
 * is what aborting one looks like.
 */
public final class FakeModel implements AutoCloseable {
    private static final Pattern REQUEST_LINE =
            Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+ /[\\x21-\\x7e]* HTTP/1\\.1");

    /** Kept bound while the tests run: a port that was only free a moment ago may be anybody's, even the caller's own. */
    private static final List<Socket> REFUSING = new CopyOnWriteArrayList<>();

    private final ServerSocket server;
    private final String scheme;
    private final AtomicInteger connections = new AtomicInteger();
    private final List<ReceivedRequest> requests = new CopyOnWriteArrayList<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Behaviour behaviour;
    private volatile boolean closed;

    private FakeModel(ServerSocket server, String scheme, Behaviour behaviour) {
        this.server = server;
        this.scheme = scheme;
        this.behaviour = behaviour;
    }

    public static FakeModel that(Behaviour behaviour) {
        try {
            return listening(new ServerSocket(0, 512, InetAddress.getLoopbackAddress()), "http", behaviour);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that is reached over TLS. */
    public static FakeModel behind(SSLServerSocket server, Behaviour behaviour) {
        return listening(server, "https", behaviour);
    }

    /** Another one at the same port of another of this machine's own addresses, such as 127.0.0.2. */
    public FakeModel beside(String address, Behaviour other) {
        try {
            return listening(new ServerSocket(port(), 512, InetAddress.getByName(address)), "http", other);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FakeModel listening(ServerSocket server, String scheme, Behaviour behaviour) {
        FakeModel model = new FakeModel(server, scheme, behaviour);
        model.daemon("fake-model-" + server.getLocalPort(), model::accept);
        return model;
    }

    /** An address at which nobody listens. */
    public static String refusing() {
        try {
            Socket bound = new Socket();
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            REFUSING.add(bound);
            return "http://127.0.0.1:" + bound.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return scheme + "://127.0.0.1:" + server.getLocalPort();
    }

    public int port() {
        return server.getLocalPort();
    }

    /** From the next request on, on old connections too; what {@link #begun} has returned keeps its own. */
    public void becomes(Behaviour next) {
        behaviour = next;
    }

    /** Everything whose head has come, in that order. */
    public List<ReceivedRequest> requests() {
        return List.copyOf(requests);
    }

    /** Forgets what has come so far. */
    public void forget() {
        requests.clear();
    }

    /** The n-th request, counted from 1, once its body is complete. */
    public ReceivedRequest request(int n) {
        patiently().until(() -> requests.size() >= n && requests.get(n - 1).complete());
        return requests.get(n - 1);
    }

    /** The n-th request as soon as its head has come. */
    public ReceivedRequest begun(int n) {
        patiently().until(() -> requests.size() >= n);
        return requests.get(n - 1);
    }

    /** The n-th request once nothing more will be done about it: its answer is sent, or its connection closed. */
    public ReceivedRequest left(int n) {
        patiently().until(() -> requests.size() >= n && requests.get(n - 1).left());
        return requests.get(n - 1);
    }

    public int connectionsAccepted() {
        return connections.get();
    }

    public int connectionsOpen() {
        return open.size();
    }

    public List<String> violations() {
        return List.copyOf(violations);
    }

    @Override
    public void close() {
        closed = true;
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!violations.isEmpty()) {
            throw new AssertionError("the gateway sent what it must not send: " + violations);
        }
    }

    private static ConditionFactory patiently() {
        return await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(Deadline.PATIENCE);
    }

    private void accept() {
        while (!closed) {
            try {
                Socket socket = server.accept();
                int connection = connections.incrementAndGet();
                open.add(socket);
                daemon("fake-model-" + port() + "-" + connection, () -> talk(socket, connection));
            } catch (IOException e) {
                if (!closed) {
                    violations.add("accept: " + e);
                }
            }
        }
    }

    private void talk(Socket socket, int connection) {
        try (socket) {
            socket.setTcpNoDelay(true);
            MessageReader reader = new MessageReader(socket.getInputStream());
            while (!socket.isClosed()) {
                Optional<Head> head = reader.head();
                if (head.isEmpty()) {
                    return;
                }
                check(head.get());
                answer(new Exchange(socket, reader, new ReceivedRequest(connection, head.get())));
            }
        } catch (MalformedMessage e) {
            violations.add(String.valueOf(e.getMessage()));
        } catch (EOFException | SocketException | SSLException aborted) {
            // seen by the test as a request that is incomplete or cut, or that never came
        } catch (IOException e) {
            violations.add(e.toString());
        } finally {
            open.remove(socket);
        }
    }

    private void answer(Exchange exchange) throws IOException {
        Behaviour asked = behaviour;
        requests.add(exchange.request());
        try {
            asked.serve(exchange);
            exchange.request().markAnswered();
        } catch (IOException e) {
            exchange.request().markCut();
            throw e;
        } finally {
            exchange.request().markLeft();
        }
    }

    private void check(Head head) {
        if (!REQUEST_LINE.matcher(head.startLine()).matches()) {
            violations.add("request line: " + head.startLine());
        }
        if (head.all("host").size() != 1) {
            violations.add("host: " + head.all("host") + " (expected: one)");
        }
        if (head.all("content-length").size() + head.all("transfer-encoding").size() > 1) {
            violations.add("framing: " + head.headers() + " (expected: one way)");
        }
        if (head.all("transfer-encoding").stream().anyMatch(coding -> !coding.equals("chunked"))) {
            violations.add("transfer-encoding: " + head.all("transfer-encoding") + " (expected: chunked)");
        }
        if (!head.all("content-length").stream().allMatch(length -> length.matches("[0-9]{1,10}"))) {
            violations.add("content-length: " + head.all("content-length") + " (expected: a number)");
        }
    }

    private void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
