package dev.understudy.benchmarks;

import dev.understudy.gateway.wire.BodyBudget;
import dev.understudy.gateway.wire.Capture;
import dev.understudy.pair.Body;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The tee: a body that streams by in pieces of 4 KiB is copied for the record and the shadow. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CaptureBenchmark {
    private static final int PIECE_BYTES = 4096;
    private static final int KEPT_BYTES_MAX = 1024 * 1024;

    @Param({"1024", "32768", "262144"})
    private int bodyBytes;

    private ByteBuf piece = PooledByteBufAllocator.DEFAULT.directBuffer(PIECE_BYTES);

    @Setup
    public void fill() {
        piece.writeZero(Math.min(PIECE_BYTES, bodyBytes));
    }

    @TearDown
    public void release() {
        piece.release();
    }

    @Benchmark
    public Body teeAndCut() {
        Capture capture = new Capture(KEPT_BYTES_MAX, new BodyBudget(KEPT_BYTES_MAX));
        for (int sent = 0; sent < bodyBytes; sent += piece.readableBytes()) {
            capture.append(piece);
        }
        capture.end();
        return capture.body(KEPT_BYTES_MAX);
    }
}
