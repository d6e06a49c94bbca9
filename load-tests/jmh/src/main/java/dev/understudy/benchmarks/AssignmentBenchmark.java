package dev.understudy.benchmarks;

import dev.understudy.config.Percent;
import dev.understudy.gateway.assign.Bucket;
import dev.understudy.gateway.assign.Ranges;
import dev.understudy.gateway.assign.Threshold;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From a unit's key to its arm. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AssignmentBenchmark {
    private final Bucket buckets = Bucket.salted("search-2026q4");
    private final Ranges two = Ranges.of(List.of(new Percent(2)));
    private final Ranges four = Ranges.of(List.of(new Percent(10), new Percent(10), new Percent(5)));
    private final Threshold canary = Threshold.of(new Percent(25));
    private final String[] units = new String[1024];
    private int next;

    public AssignmentBenchmark() {
        for (int i = 0; i < units.length; i++) {
            units[i] = "user-" + i * 7919;
        }
    }

    @Benchmark
    public long bucket() {
        return buckets.of(unit());
    }

    @Benchmark
    public int armOfTwo() {
        return two.arm(buckets.of(unit()));
    }

    @Benchmark
    public int armOfFour() {
        return four.arm(buckets.of(unit()));
    }

    @Benchmark
    public boolean canaryAdmits() {
        return canary.admits(buckets.of(unit()));
    }

    private String unit() {
        next = (next + 1) & 1023;
        return units[next];
    }
}
