package dev.understudy.exchange;

import dev.understudy.judge.Judgment;
import dev.understudy.judge.Opinions;
import dev.understudy.judge.Vote;
import dev.understudy.log.FeedbackIndex;
import dev.understudy.log.PairFilter;
import dev.understudy.log.PairLog;
import dev.understudy.log.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes the pairs of a data directory for another tool, with their feedback and what was said about them. */
public final class PairsExported {
    private PairsExported() {}

    /** @param leftOut pairs that the format has no place for */
    public record Result(long pairs, long leftOut, Reading reading) {}

    /** @param limit pairs, the first of the log */
    public static Result write(
            Path dataDirectory, PairFilter filter, long limit, Format format, Target target, Format.Origin origin)
            throws IOException {
        PairLog log = PairLog.at(dataDirectory);
        FeedbackIndex feedback = FeedbackIndex.of(log);
        Map<String, List<Judgment>> judgments = new HashMap<>();
        Map<String, List<Vote>> votes = new HashMap<>();
        Opinions opinions = Opinions.of(dataDirectory);
        opinions.judgments()
                .forEach(judgment -> judgments
                        .computeIfAbsent(judgment.pairId(), id -> new ArrayList<>(1))
                        .add(judgment));
        opinions.votes()
                .forEach(vote -> votes.computeIfAbsent(vote.pairId(), id -> new ArrayList<>(1))
                        .add(vote));
        judgments.values().forEach(list -> list.sort(Comparator.comparing(Judgment::judge)));
        votes.values().forEach(list -> list.sort(Comparator.comparing(Vote::rater)));
        long[] written = {0};
        try (Format.Export export = format.export(target, origin)) {
            Reading reading = log.forEach(filter, pair -> {
                if (written[0] == limit) {
                    return;
                }
                written[0]++;
                SideBySide.Said said = new SideBySide.Said(
                        judgments.getOrDefault(pair.id(), List.of()), votes.getOrDefault(pair.id(), List.of()));
                try {
                    export.add(SideBySide.of(feedback.join(pair), said));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            return new Result(written[0] - export.leftOut(), export.leftOut(), reading);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
