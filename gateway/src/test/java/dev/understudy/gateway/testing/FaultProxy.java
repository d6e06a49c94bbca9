package dev.understudy.gateway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A network between two real sockets that does to their bytes what it is told. Two threads per connection. */
public final class FaultProxy implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Fault there = Fault.none();
    private volatile Fault back = Fault.none();

    private FaultProxy(ServerSocket server, int target) {
        this.server = server;
        this.target = target;
    }

    /** Listens on a free port, for connections to that one. */
    public static FaultProxy before(int target) {
        try {
            FaultProxy proxy = new FaultProxy(new ServerSocket(0, 512, InetAddress.getLoopbackAddress()), target);
            daemon("fault-proxy-accept", proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    /** For connections that are made from now on: on the way to the target, and back. */
    public void becomes(Fault there, Fault back) {
        this.there = there;
        this.back = back;
    }

    /** Ends the connections that there are, so that the next ones are new. */
    public void forget() {
        open.forEach(FaultProxy::closeQuietly);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        forget();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket near = server.accept();
                open.add(near);
                Socket far = far(near);
                open.add(far);
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                Way out = new Way(near, far, there);
                Way home = new Way(far, near, back);
                daemon("fault-proxy-there", out::pump);
                daemon("fault-proxy-back", home::pump);
            } catch (IOException closed) {
                // by the test, or the target is gone: the peer sees it
            }
        }
    }

    private Socket far(Socket near) throws IOException {
        try {
            return new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (IOException e) {
            closeQuietly(near);
            open.remove(near);
            throw e;
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // then it is closed
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** One way of one connection; lives on its thread. */
    public final class Way {
        private final Socket from;
        private final Socket to;
        private final Fault fault;
        private long passed;
        private boolean ended;

        Way(Socket from, Socket to, Fault fault) {
            this.from = from;
            this.to = to;
            this.fault = fault;
        }

        /** How many bytes went on so far. */
        public long passed() {
            return passed;
        }

        public void write(byte[] bytes, int start, int count) throws IOException {
            if (!ended) {
                to.getOutputStream().write(bytes, start, count);
                passed += count;
            }
        }

        /** As far as no more than so many have gone on in all; how many of these it were. */
        public int writeUpTo(long most, byte[] bytes, int count) throws IOException {
            int allowed = (int) Math.max(0, Math.min(count, most - passed));
            write(bytes, 0, allowed);
            return allowed;
        }

        /** Says to the receiver that nothing more comes; what still comes is lost. */
        public void end() throws IOException {
            if (!ended) {
                ended = true;
                to.shutdownOutput();
            }
        }

        public void reset() throws IOException {
            ended = true;
            for (Socket socket : new Socket[] {from, to}) {
                if (!socket.isClosed()) {
                    socket.setSoLinger(true, 0);
                }
                socket.close();
            }
        }

        private void pump() {
            byte[] bytes = new byte[16 * 1024];
            IOException gone = null;
            try {
                fault.pass(this, bytes, 0);
                for (int count = from.getInputStream().read(bytes); count >= 0; ) {
                    fault.pass(this, bytes, count);
                    count = from.getInputStream().read(bytes);
                }
                end();
            } catch (IOException e) {
                gone = e;
            }
            leave(gone);
        }

        /** An end on one way leaves the other open; an error leaves neither. */
        private void leave(@Nullable IOException gone) {
            if (gone != null) {
                closeQuietly(from);
                closeQuietly(to);
            }
            if (from.isClosed() || (from.isOutputShutdown() && to.isOutputShutdown())) {
                closeQuietly(from);
                closeQuietly(to);
                open.remove(from);
                open.remove(to);
            }
        }
    }
}
