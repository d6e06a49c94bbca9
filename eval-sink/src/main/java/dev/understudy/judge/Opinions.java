package dev.understudy.judge;

import dev.understudy.log.EventLog;
import dev.understudy.log.Reading;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The judgments and votes of a data directory. */
public final class Opinions {
    private static final Comparator<Judgment> JUDGED_LAST = Comparator.comparing(Judgment::time)
            .thenComparing(judgment -> judgment.toJson().toString());
    private static final Comparator<Vote> SAID_LAST =
            Comparator.comparing(Vote::time).thenComparing(vote -> vote.toJson().toString());

    private final EventLog judgments;
    private final EventLog votes;

    private Opinions(Path data) {
        judgments = new EventLog(data.resolve("judgments"));
        votes = new EventLog(data.resolve("votes"));
    }

    public static Opinions of(Path dataDirectory) {
        return new Opinions(dataDirectory);
    }

    /** Each key's judgment: one that failed gives way to a later one. In no order. */
    public Collection<Judgment> judgments() throws IOException {
        Map<Judgment.Key, Judgment> latest = new HashMap<>();
        judgments.read(
                Judgment::of,
                judgment -> latest.merge(judgment.key(), judgment, (a, b) -> JUDGED_LAST.compare(a, b) >= 0 ? a : b));
        return List.copyOf(latest.values());
    }

    /** Each person's last word on each pair, in no order. */
    public Collection<Vote> votes() throws IOException {
        Map<String, Vote> latest = new HashMap<>();
        votes.read(
                Vote::of,
                vote -> latest.merge(
                        vote.pairId() + '\n' + vote.rater(), vote, (a, b) -> SAID_LAST.compare(a, b) >= 0 ? a : b));
        return List.copyOf(latest.values());
    }

    /** What is wrong with the files. */
    public Reading check() throws IOException {
        return judgments.read(Judgment::of, judgment -> {}).plus(votes.read(Vote::of, vote -> {}));
    }

    /** Takes further ones. */
    public Intake intake(Instant now) {
        return new Intake(judgments.append(now), votes.append(now));
    }

    /** Appends; used by one thread at a time. What was added survives a kill. */
    public static final class Intake implements Closeable {
        private final EventLog.Appender judgments;
        private final EventLog.Appender votes;

        private Intake(EventLog.Appender judgments, EventLog.Appender votes) {
            this.judgments = judgments;
            this.votes = votes;
        }

        public void add(Judgment judgment) throws IOException {
            judgments.add(judgment.toJson());
        }

        public void add(Vote vote) throws IOException {
            votes.add(vote.toJson());
        }

        @Override
        public void close() throws IOException {
            try (judgments) {
                votes.close();
            }
        }
    }
}
