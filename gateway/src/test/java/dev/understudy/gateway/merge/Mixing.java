package dev.understudy.gateway.merge;

import dev.understudy.config.Experiment.Interleave;
import dev.understudy.config.Experiment.Method;
import dev.understudy.config.Percent;
import dev.understudy.config.Pointer;
import dev.understudy.config.UnitKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;

/** Settings and calls in few words. */
final class Mixing {
    private Mixing() {}

    static Interleave ranked(String items, String itemId) {
        return settings(Method.TEAM_DRAFT, items, Optional.of(new Pointer(itemId)));
    }

    static Interleave withoutIds(String items) {
        return settings(Method.TEAM_DRAFT, items, Optional.empty());
    }

    static Interleave settings(Method method, String items, Optional<Pointer> itemId) {
        return new Interleave(
                "ranker-v1",
                "ranker-v2",
                Percent.ALL,
                UnitKind.REQUEST,
                "recs",
                method,
                new Pointer(items),
                itemId,
                Duration.ofMillis(100),
                1024 * 1024);
    }

    static Mix mix(Interleave settings, String legacy, String candidate, long seed) {
        return Interleaver.mix(settings, bytes(legacy), bytes(candidate), new SplittableRandom(seed));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(Mix mix) {
        return new String(((Mix.Mixed) mix).body(), StandardCharsets.UTF_8);
    }
}
