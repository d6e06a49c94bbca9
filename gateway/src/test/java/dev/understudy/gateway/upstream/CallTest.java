package dev.understudy.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.understudy.config.Model;
import dev.understudy.config.Selection;
import dev.understudy.gateway.http1.Scratch;
import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.Deadline;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.wire.Failure;
import dev.understudy.gateway.wire.Fields;
import dev.understudy.gateway.wire.RequestHead;
import dev.understudy.gateway.wire.ResponseHead;
import dev.understudy.gateway.wire.Version;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.DefaultAddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A call ends within its deadlines even if the network does nothing at all. */
class CallTest {
    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, 0, java.util.concurrent.TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void a_name_that_is_never_resolved_is_a_connect_timeout_and_gives_the_place_back() throws Exception {
        EventLoop loop = (EventLoop) loops.next();
        Upstream upstream = upstream(loop, "http://model.invalid:80", Duration.ofMillis(50));
        Asker asker = new Asker();

        loop.execute(() -> call(loop, upstream, new NeverResolving(), asker).start());

        await().atMost(Deadline.PATIENCE).until(asker.failure::isDone);
        assertThat(asker.failure.join()).isEqualTo(Failure.CONNECT_TIMEOUT);
        assertThat(upstream.primary().inFlight()).isZero();
    }

    @Test
    void a_bug_in_who_listens_is_not_the_models_fault() throws Exception {
        EventLoop loop = (EventLoop) loops.next();
        try (FakeModel model = FakeModel.that(Behaviour.answering("fine"))) {
            Upstream upstream = upstream(loop, model.url(), Duration.ofMinutes(1));
            Asker stumbling = new Asker() {
                @Override
                public void head(ResponseHead response) {
                    throw new IllegalStateException("a bug that this test has made");
                }
            };

            loop.execute(() -> call(loop, upstream, DefaultAddressResolverGroup.INSTANCE, stumbling)
                    .start());

            await().atMost(Deadline.PATIENCE).until(stumbling.failure::isDone);
            assertThat(stumbling.failure.join()).isEqualTo(Failure.INTERNAL);
            assertThat(upstream.primary().breakerState()).isEqualTo("closed");
            assertThat(upstream.primary().inFlight()).isZero();
        }
    }

    /** Whose breaker opens with the first failure. */
    private static Upstream upstream(EventLoop loop, String url, Duration connect) throws IOException {
        return Upstream.first(
                new Model(
                        "model",
                        List.of(URI.create(url)),
                        Model.Tls.DEFAULT,
                        false,
                        new Model.Timeouts(
                                connect,
                                Duration.ofMinutes(1),
                                Duration.ofMinutes(1),
                                Duration.ofMinutes(1),
                                Duration.ofMinutes(1)),
                        1,
                        new Model.Breaker(1, 1, Duration.ofHours(1)),
                        new Model.Credentials.CallersForLegacyOnly(),
                        Model.Rewrite.NONE,
                        Selection.DEFAULT,
                        Optional.empty()),
                Home.on(loop));
    }

    private static Call call(
            EventLoop loop, Upstream upstream, AddressResolverGroup<InetSocketAddress> names, CallListener listener) {
        RequestHead head =
                new RequestHead("GET", "/", "here", Version.HTTP_1_1, Fields.NONE, 0, false, false, true, null);
        return new Call(
                new ConnectionPool(loop, new Scratch(), NioSocketChannel.class, names, new SplittableRandom(1)),
                upstream,
                upstream.primary(),
                Ask.of(head, new Hop("127.0.0.1", "http", Hop.Trust.UNKNOWN), null),
                true,
                Deadlines.of(upstream.model().timeouts()),
                listener);
    }

    /** Keeps how a call failed. */
    private static class Asker implements CallListener {
        private final CompletableFuture<Failure> failure = new CompletableFuture<>();

        @Override
        public void head(ResponseHead response) {}

        @Override
        public void content(ByteBuf piece, long nowNanos) {
            piece.release();
        }

        @Override
        public void ended(Fields trailers) {}

        @Override
        public void failed(Failure why) {
            failure.complete(why);
        }

        @Override
        public void batchEnded() {}

        @Override
        public void writable() {}
    }

    /** Name servers that never answer. */
    private static final class NeverResolving extends AddressResolverGroup<InetSocketAddress> {
        @Override
        protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
            return new AbstractAddressResolver<>(executor, InetSocketAddress.class) {
                @Override
                protected boolean doIsResolved(InetSocketAddress address) {
                    return false;
                }

                @Override
                protected void doResolve(InetSocketAddress address, Promise<InetSocketAddress> promise) {}

                @Override
                protected void doResolveAll(InetSocketAddress address, Promise<List<InetSocketAddress>> promise) {}
            };
        }
    }
}
