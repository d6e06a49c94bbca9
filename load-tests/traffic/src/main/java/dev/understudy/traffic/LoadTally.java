package dev.understudy.traffic;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** What became of the requests of a run, as counts and a histogram. */
final class LoadTally {
    private static final long LATENCY_NANOS_MAX = 3_600_000_000_000L;

    private final Histogram latencies = new Histogram(LATENCY_NANOS_MAX, 3);
    private final Map<String, Long> outcomes = new TreeMap<>();
    private final long expectedBytes;
    private long sent;
    private long answered;

    LoadTally(long expectedBytes) {
        this.expectedBytes = expectedBytes;
    }

    void sent() {
        sent++;
    }

    void answered(Answered answer) {
        answered++;
        count("status_" + answer.status());
        if (expectedBytes >= 0 && answer.status() == 200 && answer.bytes() != expectedBytes) {
            count("wrong_length");
        }
        latency(answer.latencyNanos());
    }

    void failed(LoadFailure failure, long latencyNanos) {
        count(failure.label());
        // The one failure that is a latency: leaving it out would make a server that hangs look quick.
        if (failure == LoadFailure.TIMEOUT) {
            latency(latencyNanos);
        }
    }

    long outcome(String name) {
        return outcomes.getOrDefault(name, 0L);
    }

    long answered() {
        return answered;
    }

    /** One line of {@code key=value} pairs, times in microseconds; only {@code sent} knows of a warm-up. */
    String line(double seconds) {
        StringBuilder line = new StringBuilder()
                .append("sent=")
                .append(sent)
                .append(" answered=")
                .append(answered)
                .append(String.format(Locale.ROOT, " rate=%.1f", answered / seconds))
                .append(String.format(Locale.ROOT, " mean_us=%.1f", latencies.getMean() / 1e3));
        percentile(line, "p50_us", 50);
        percentile(line, "p90_us", 90);
        percentile(line, "p99_us", 99);
        percentile(line, "p999_us", 99.9);
        percentile(line, "max_us", 100);
        outcomes.forEach(
                (name, count) -> line.append(' ').append(name).append('=').append(count));
        return line.toString();
    }

    private void percentile(StringBuilder line, String name, double percentile) {
        line.append(String.format(Locale.ROOT, " %s=%.1f", name, latencies.getValueAtPercentile(percentile) / 1e3));
    }

    private void latency(long nanos) {
        latencies.recordValue(Math.min(Math.max(nanos, 0), LATENCY_NANOS_MAX));
    }

    private void count(String name) {
        outcomes.merge(name, 1L, Long::sum);
    }
}
