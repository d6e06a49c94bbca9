package dev.understudy.exchange;

import dev.understudy.judge.Judgment;
import dev.understudy.judge.Opinions;
import dev.understudy.judge.Vote;
import dev.understudy.log.PairWriter;
import dev.understudy.pair.MalformedRecordException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Joins what a format's reader hands over into pairs of a data directory, with what was said about them. */
public final class PairsImported implements Received {
    /** Under this name they are written, one import at a time. */
    static final String INSTANCE = "exchange";
    /** Questions that wait for the other model's answer. */
    static final int WAITING_MAX = 500_000;

    private final String route;
    private final Instant time;
    private final PairWriter writer;
    private final Opinions.Intake opinions;
    private final Consumer<String> complaints;
    private final Map<String, SideBySide> waiting = new LinkedHashMap<>();
    private long sequence;
    private long judgments;
    private long votes;
    private long bad;

    private PairsImported(
            String route, Instant time, PairWriter writer, Opinions.Intake opinions, Consumer<String> complaints) {
        this.route = route;
        this.time = time;
        this.writer = writer;
        this.opinions = opinions;
        this.complaints = complaints;
    }

    /**
     * What came of it.
     *
     * @param alone questions with one model's answer only, which were left out
     * @param bad lines or entries that could not be read
     */
    public record Result(long pairs, long judgments, long votes, long alone, long bad) {}

    /** @param complaints takes a line for each thing that was left out */
    public static Result read(
            Format format, List<Path> files, Path dataDirectory, String route, Instant now, Consumer<String> complaints)
            throws IOException, MalformedRecordException {
        try (PairWriter writer = PairWriter.open(dataDirectory, INSTANCE);
                Opinions.Intake opinions = Opinions.of(dataDirectory).intake(now)) {
            PairsImported imported = new PairsImported(route, now, writer, opinions, complaints);
            format.read(files, imported);
            return imported.result();
        }
    }

    private Result result() {
        List<String> alone = new ArrayList<>(waiting.keySet());
        for (String id : alone) {
            SideBySide pair = waiting.get(id);
            String missing = pair == null || pair.legacy() == null ? "legacy's" : "the candidate's";
            complaints.accept("id " + id + ": no answer of " + missing + " (expected: two files, legacy's and the"
                    + " candidate's, with the same ids)");
        }
        return new Result(sequence, judgments, votes, alone.size(), bad);
    }

    @Override
    public void question(String id, Question question, @Nullable Reply legacy, @Nullable Reply candidate)
            throws IOException {
        SideBySide half =
                new SideBySide(id, pairId(id), route, time, question, legacy, candidate, null, SideBySide.Said.NOTHING);
        SideBySide before = waiting.remove(id);
        SideBySide both = before == null ? half : before.with(half);
        if (both.legacy() == null || both.candidate() == null) {
            waiting.put(id, both);
            if (waiting.size() > WAITING_MAX) {
                throw new IOException("more than " + WAITING_MAX
                        + " questions wait for another answer (expected: fewer; split the files)");
            }
            return;
        }
        writer.add(both.toPair(++sequence));
    }

    @Override
    public void judgment(String id, Said<Judgment> judgment) throws IOException {
        opinions.add(judgment.about(pairId(id), route, time));
        judgments++;
    }

    @Override
    public void vote(String id, Said<Vote> vote) throws IOException {
        opinions.add(vote.about(pairId(id), route, time));
        votes++;
    }

    @Override
    public void bad(String place, String why) {
        bad++;
        complaints.accept(place + ": " + why);
    }

    /** Ids of two files may be the same, so the route is part of it. */
    private String pairId(String id) {
        return route + ":" + id;
    }
}
