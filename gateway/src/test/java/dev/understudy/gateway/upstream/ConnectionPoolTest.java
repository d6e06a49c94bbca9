package dev.understudy.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.understudy.config.Selection;
import dev.understudy.gateway.http1.Scratch;
import dev.understudy.gateway.testing.Deadline;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.upstream.ConnectionPool.Use;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakGuard.class)
class ConnectionPoolTest {
    @Test
    void what_the_model_closed_while_the_loop_was_busy_is_not_handed_out_after_a_while() throws Exception {
        assumeTrue(Epoll.isAvailable(), "only Linux can be asked");
        var loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            EventLoop loop = (EventLoop) loops.next();
            ConnectionPool pool = new ConnectionPool(
                    loop,
                    new Scratch(),
                    EpollSocketChannel.class,
                    DefaultAddressResolverGroup.INSTANCE,
                    new SplittableRandom(1));
            var key = new ConnectionPool.Key(
                    new InetSocketAddress(server.getInetAddress(), server.getLocalPort()),
                    Use.PRIMARY,
                    new Wire(null, "", false),
                    Selection.Connections.DEFAULT);
            loop.execute(() -> pool.openAhead(key, TimeUnit.SECONDS.toNanos(10), () -> {}));
            Socket accepted = server.accept();
            await().atMost(Deadline.PATIENCE)
                    .until(() -> loop.submit(() -> pool.idle(key)).get() == 1);

            CountDownLatch busy = new CountDownLatch(1);
            CountDownLatch closed = new CountDownLatch(1);
            Future<Boolean> takenSoon = loop.submit(() -> {
                busy.countDown();
                closed.await();
                Carrier soon = pool.take(key, System.nanoTime());
                if (soon != null) {
                    pool.offer((Connection) soon);
                }
                Carrier later = pool.take(key, System.nanoTime() + TimeUnit.SECONDS.toNanos(5));
                return soon != null && later == null;
            });
            busy.await();
            accepted.close();
            closed.countDown();

            assertThat(takenSoon.get())
                    .as("taken at once, but not after a while")
                    .isTrue();
        } finally {
            loops.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    @Test
    void a_closed_pool_has_no_connection_and_makes_none() throws Exception {
        var loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try (ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            EventLoop loop = (EventLoop) loops.next();
            ConnectionPool pool = new ConnectionPool(
                    loop,
                    new Scratch(),
                    NioSocketChannel.class,
                    DefaultAddressResolverGroup.INSTANCE,
                    new SplittableRandom(1));
            var address = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
            var bounds = Selection.Connections.DEFAULT;
            var alone = new ConnectionPool.Key(address, Use.PRIMARY, new Wire(null, "", false), bounds);
            var shared = new ConnectionPool.Key(address, Use.PRIMARY, new Wire(null, "", true), bounds);
            CountDownLatch over = new CountDownLatch(1);
            long patience = TimeUnit.SECONDS.toNanos(30);
            loop.submit(() -> pool.openAhead(alone, patience, () -> {})).sync();
            loop.submit(() -> pool.openAhead(shared, patience, () -> {})).sync();
            try (Socket first = server.accept();
                    Socket second = server.accept()) {
                loop.submit(pool::close).sync();
                loop.submit(() -> pool.openAhead(alone, patience, over::countDown))
                        .sync();

                assertThat(ended(first)).isTrue();
                assertThat(ended(second)).isTrue();
                assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
                assertThat(loop.submit(() -> pool.idle(alone)).get()).isZero();
            }
        } finally {
            loops.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    /** Reads what was said until nothing more will be. */
    private static boolean ended(Socket socket) throws IOException {
        socket.setSoTimeout((int) Deadline.PATIENCE.toMillis());
        try {
            socket.getInputStream().readAllBytes();
            return true;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }
}
