package dev.understudy.exchange;

import dev.understudy.judge.Draw;
import dev.understudy.judge.Duel;
import dev.understudy.log.FeedbackIndex;
import dev.understudy.log.PairFilter;
import dev.understudy.log.PairLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Pairs of a data directory that can be judged: those with two answers. */
public final class Duels {
    /** Held in memory; more are drawn from. */
    public static final int MAX = 100_000;

    private Duels() {}

    /**
     * @param answered pairs with two answers
     * @param alone pairs without
     */
    public record Drawn(List<Duel> duels, long answered, long alone) {
        public Drawn {
            duels = List.copyOf(duels);
        }
    }

    /** @param limit so many, drawn by the seed and the pairs' ids */
    public static Drawn draw(Path dataDirectory, PairFilter filter, long limit, long seed) throws IOException {
        PairLog log = PairLog.at(dataDirectory);
        FeedbackIndex feedback = FeedbackIndex.of(log);
        Draw.Sample<Duel> sample = new Draw.Sample<>(Long.toString(seed), Math.min(limit, MAX));
        long[] counts = {0, 0};
        log.forEach(filter, pair -> {
            Optional<Duel> duel = duel(SideBySide.of(feedback.join(pair), SideBySide.Said.NOTHING));
            counts[duel.isPresent() ? 0 : 1]++;
            duel.ifPresent(found -> sample.add(pair.id(), found));
        });
        return new Drawn(sample.drawn(), counts[0], counts[1]);
    }

    private static Optional<Duel> duel(SideBySide pair) {
        Reply legacy = pair.legacy();
        Reply candidate = pair.candidate();
        if (legacy == null || candidate == null || legacy.output() == null || candidate.output() == null) {
            return Optional.empty();
        }
        StringBuilder question = new StringBuilder();
        if (pair.question().input().isArray() && pair.question().input().size() > 1) {
            pair.question()
                    .messages()
                    .forEach(message -> question.append(message.path("role").asText())
                            .append(": ")
                            .append(message.path("content").asText())
                            .append('\n'));
        } else {
            question.append(pair.question().text());
        }
        return Optional.of(new Duel(
                pair.pairId(),
                pair.route(),
                question.toString(),
                pair.question().reference(),
                legacy.model(),
                candidate.model(),
                legacy.text(),
                candidate.text()));
    }
}
