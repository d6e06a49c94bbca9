package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.Config;
import dev.understudy.config.ConfigLoader;
import dev.understudy.gateway.proxy.DataPlane;
import dev.understudy.gateway.proxy.Ports;
import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RawResponse;
import dev.understudy.gateway.testing.RunningGateway;
import dev.understudy.log.PairSink;
import dev.understudy.pair.DropCause;
import dev.understudy.pair.Feedback;
import dev.understudy.pair.Pair;
import dev.understudy.pair.Pulse;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A bug of ours costs one request, which is told so, and is counted as ours. */
@ExtendWith(LeakGuard.class)
class BugIT {
    @TempDir
    private Path files;

    @Test
    void a_request_on_which_we_stumble_gets_500_and_the_next_one_its_answer() throws Exception {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Ports ports = new Ports(
                new Nowhere(),
                recording -> pair -> pair,
                key -> key,
                () -> 0,
                body -> {
                    throw new IllegalStateException("a bug that this test has made");
                },
                pair -> {});
        try (FakeModel model = FakeModel.that(Behaviour.echoing())) {
            Config config = ConfigLoader.load(Files.writeString(
                    files.resolve("understudy.yaml"), RunningGateway.complete("""
                            models: {model: {url: "%s"}}
                            routes: [{name: all, match: {path: {prefix: /}}, model: model}]
                            """.formatted(model.url()), files)));
            try (DataPlane plane =
                    new DataPlane(config.listen(), config.dns(), ports, registry, Clock.systemUTC(), "test")) {
                plane.revise(config, Map.of());
                plane.start();

                RawResponse stumbled = RawClient.post(plane.port(), "/_understudy/feedback", "{}");

                assertThat(stumbled.status()).isEqualTo(500);
                assertThat(stumbled.header("connection")).contains("close");
                assertThat(stumbled.body()).contains("\"internal\"").doesNotContain("a bug", "IllegalState");
                assertThat(registry.get("understudy.failures")
                                .tag("failure", "internal")
                                .functionCounter()
                                .count())
                        .isEqualTo(1);
                assertThat(RawClient.post(plane.port(), "/", "on we go").body()).isEqualTo("on we go");
            }
        }
    }

    /** Keeps nothing. */
    private static final class Nowhere implements PairSink {
        @Override
        public Optional<DropCause> offer(Pair pair) {
            return Optional.empty();
        }

        @Override
        public boolean offer(Feedback feedback) {
            return true;
        }

        @Override
        public void offer(Pulse pulse) {}
    }
}
