package dev.understudy.gateway.merge;

import dev.understudy.config.Experiment.Method;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Two lists that share half of their items become one; in this package for the drafts, which are nobody else's. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DraftBenchmark {
    @Param({"10", "100"})
    private int length;

    @Param({"TEAM_DRAFT", "BALANCED", "PROBABILISTIC"})
    private Method method = Method.TEAM_DRAFT;

    private Draft draft = Draft.of(method);
    private List<String> legacy = List.of();
    private List<String> candidate = List.of();
    private final RandomGenerator random = new SplittableRandom(5);

    @Setup
    public void prepare() {
        draft = Draft.of(method);
        legacy = IntStream.range(0, length).mapToObj(i -> "item-" + i).toList();
        candidate = IntStream.range(0, length)
                .mapToObj(i -> "item-" + (i + length / 2))
                .toList();
    }

    @Benchmark
    public Object mix() {
        return draft.picks(legacy, candidate, length, random);
    }
}
