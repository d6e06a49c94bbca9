package dev.understudy.log;

import dev.understudy.pair.Pair;
import dev.understudy.work.Workers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Lines from one thread that are decoded by several. No more batches are under way than twice the threads: who reads
 * waits for those who decode, and memory stays bounded. Which of two records with one id counts, and which problems are
 * named, is decided in the order of the lines, whoever decoded them first.
 */
final class ParallelDecoding implements AutoCloseable {
    private static final int BATCH_LINES = 256;
    private static final int BATCH_BYTES = 1024 * 1024;

    private final PairReader reader;
    private final Consumer<List<Pair>> target;
    private final Workers workers;
    private final OneByOne turns = new OneByOne();
    private List<Line> batch = new ArrayList<>();
    private long batchBytes;
    private long batches;

    ParallelDecoding(int threads, PairReader reader, Consumer<List<Pair>> target) {
        this.reader = reader;
        this.target = target;
        workers = new Workers(threads, 2 * threads, "pair-decoding");
    }

    void add(String file, byte[] line) throws IOException {
        batch.add(new Line(file, line));
        batchBytes += line.length;
        if (batch.size() >= BATCH_LINES || batchBytes >= BATCH_BYTES) {
            submit();
        }
    }

    /** Returns when everything has been handed on, or throws what the target threw. */
    void finish() throws IOException {
        submit();
        patiently(workers::finish);
    }

    @Override
    public void close() {
        workers.close();
    }

    private void submit() throws IOException {
        List<Line> lines = batch;
        long turn = batches++;
        batch = new ArrayList<>();
        batchBytes = 0;
        patiently(() -> workers.submit(() -> decode(turn, lines)));
    }

    private void decode(long turn, List<Line> lines) throws InterruptedException {
        List<PairReader.Decoded> decoded = new ArrayList<>(lines.size());
        List<Pair> pairs = new ArrayList<>(lines.size());
        try {
            lines.forEach(line -> decoded.add(PairReader.decode(line.file, line.bytes)));
        } finally {
            // Whatever went wrong: those behind wait for this turn.
            turns.take(turn, () -> admit(decoded, pairs));
        }
        if (!pairs.isEmpty()) {
            target.accept(pairs);
        }
    }

    private void admit(List<PairReader.Decoded> decoded, List<Pair> pairs) {
        for (PairReader.Decoded one : decoded) {
            Pair pair = reader.admit(one);
            if (pair != null) {
                pairs.add(pair);
            }
        }
    }

    private static void patiently(Workers.Task step) throws IOException {
        try {
            step.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while reading pairs", e);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Line(String file, byte[] bytes) {}
}
