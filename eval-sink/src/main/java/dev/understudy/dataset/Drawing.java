package dev.understudy.dataset;

import dev.understudy.exchange.Reply;
import dev.understudy.exchange.SideBySide;
import dev.understudy.log.FeedbackIndex;
import dev.understudy.log.PairFilter;
import dev.understudy.log.PairLog;
import dev.understudy.pair.Feedback;
import dev.understudy.pair.Pair;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How cases are drawn from pairs. By hashes of the seed and the pairs' ids, so that the same data and seed give the same set.
 *
 * @param limit cases in all; by slice, slices take turns, so that each gets an equal share as far as it has so many
 * @param likeness from which likeness on two requests are the same, and only the first is taken; above 1 for never
 * @param retired ids that are not drawn
 * @param canaries ids that go in whatever is drawn, where the right answer is known
 */
public record Drawing(
        Way way, int limit, long seed, double likeness, Set<String> retired, Set<String> canaries, String note) {
    /** Held in memory while a set is drawn. */
    public static final int LIMIT_MAX = 50_000;
    /** So many times more candidates are kept than cases wanted, since near-duplicates fall out. */
    private static final int SPARE = 4;

    public Drawing {
        retired = Set.copyOf(retired);
        canaries = Set.copyOf(canaries);
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException("limit: " + limit + " (expected: 1.." + LIMIT_MAX + ")");
        }
    }

    /** Which pairs are of interest. */
    public enum Way {
        RANDOM,
        SLICE,
        DISAGREEMENT,
        THUMBS_DOWN;

        /** As it is typed. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * What was drawn.
     *
     * @param eligible pairs of interest
     * @param alike of those looked at, left out as near-duplicates
     * @param incomplete whose request was not kept whole, so that it cannot be sent again
     */
    public record Drawn(List<Case> cases, long eligible, long alike, long incomplete) {
        public Drawn {
            cases = List.copyOf(cases);
        }
    }

    public Drawn draw(Path dataDirectory, PairFilter filter) throws IOException {
        PairLog log = PairLog.at(dataDirectory);
        FeedbackIndex feedback = FeedbackIndex.of(log);
        Strata<Case> samples = new Strata<>(Long.toString(seed), limit * SPARE);
        List<Case> always = new ArrayList<>();
        long[] counts = {0, 0};
        log.forEach(filter, recorded -> {
            Pair pair = feedback.join(recorded);
            SideBySide sides = SideBySide.of(pair, SideBySide.Said.NOTHING);
            boolean isCanary = canaries.contains(pair.id()) && sides.question().reference() != null;
            if (!isCanary && (retired.contains(pair.id()) || !isOfInterest(pair, sides))) {
                return;
            }
            Case drawn = new Case(
                    pair.id(),
                    isCanary ? Case.Kind.CANARY : Case.Kind.SAMPLE,
                    sides.question().category(),
                    sides.question().reference(),
                    note.isEmpty() ? "drawn by " + way.label() : note,
                    pair);
            if (!drawn.canBeSent()) {
                counts[1]++;
                return;
            }
            if (isCanary) {
                always.add(drawn);
                return;
            }
            counts[0]++;
            String stratum = way == Way.SLICE && drawn.category() != null ? drawn.category() : "";
            samples.add(stratum, pair.id(), drawn);
        });
        return select(always, samples, counts[0], counts[1]);
    }

    private boolean isOfInterest(Pair pair, SideBySide sides) {
        return switch (way) {
            case RANDOM, SLICE -> true;
            case DISAGREEMENT -> !text(sides.legacy()).equals(text(sides.candidate()));
            case THUMBS_DOWN -> pair.feedback().stream().anyMatch(Drawing::isThumbsDown);
        };
    }

    private static boolean isThumbsDown(Feedback event) {
        Double value = event.value();
        String said = event.label() == null ? "" : event.label().toLowerCase(Locale.ROOT);
        boolean isBad = value != null && value <= 0 && !event.event().equals("label");
        return isBad
                || event.event().equals("thumbs_down")
                || Set.of("thumbs_down", "bad", "wrong").contains(said);
    }

    private static String text(@Nullable Reply reply) {
        return reply == null ? "" : reply.text();
    }

    private Drawn select(List<Case> always, Strata<Case> samples, long eligible, long incomplete) {
        List<Case> cases = new ArrayList<>(always);
        MinHash seen = new MinHash(likeness);
        always.forEach(one -> seen.add(one.question()));
        long alike = 0;
        List<Iterator<Case>> turns = new ArrayList<>();
        samples.byLot().forEach(stratum -> turns.add(stratum.iterator()));
        for (int at = 0; cases.size() < limit && !turns.isEmpty(); ) {
            Iterator<Case> turn = turns.get(at);
            boolean found = false;
            while (!found && turn.hasNext()) {
                Case one = turn.next();
                found = seen.add(one.question());
                alike += found ? 0 : 1;
                if (found) {
                    cases.add(one);
                }
            }
            if (found) {
                at++;
            } else {
                turns.remove(at);
            }
            at = turns.isEmpty() ? 0 : at % turns.size();
        }
        return new Drawn(cases, eligible, alike, incomplete);
    }
}
