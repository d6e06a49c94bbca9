package dev.understudy.benchmarks;

import dev.understudy.pair.MalformedRecordException;
import dev.understudy.pair.Pair;
import dev.understudy.pair.PairCodec;
import java.nio.charset.StandardCharsets;
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
import org.openjdk.jmh.annotations.Warmup;

/** A pair with both legs as a line of the log, and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RecordEncodingBenchmark {
    private static final String LINE = """
            {"schemaVersion":1,"id":"01KAYZ8Q0ZJ4S2V9H6T3M7RXCW","time":"2026-11-22T01:02:03.456Z","instance":"gw-1",\
            "sequence":42,"route":"search","revision":"9f3c21ab","strategy":"shadow",\
            "unit":{"kind":"user","source":"header:x-user-id","hash":"5d41402abc4b2a76"},\
            "assigned":"v1","served":"v1","propensity":1.0,"sampleRate":1.0,\
            "request":{"method":"POST","path":"/search","headers":{"content-type":"application/json","accept":"*/*"},\
            "body":"{\\"query\\":\\"%1$s\\"}","bodyBytes":%2$d,"truncated":false},"legs":[\
            {"role":"legacy","model":"v1","endpoint":"http://127.0.0.1:9001","attempts":1,"outcome":"ok","cause":null,\
            "status":200,"headers":{"content-type":"application/json"},"body":"{\\"query\\":\\"%1$s\\"}","bodyBytes":%2$d,\
            "truncated":false,"times":{"sentMs":0.1,"firstByteMs":3.9,"firstTokenMs":null,"lastByteMs":4.2},"tokens":null},\
            {"role":"candidate","model":"v2","endpoint":"http://127.0.0.1:9002","attempts":1,"outcome":"ok","cause":null,\
            "status":200,"headers":{"content-type":"application/json"},"body":"{\\"query\\":\\"%1$s\\"}","bodyBytes":%2$d,\
            "truncated":false,"times":{"sentMs":0.1,"firstByteMs":2.9,"firstTokenMs":null,"lastByteMs":3.2},"tokens":null}],\
            "interleaving":null,"feedback":[]}""";

    @Param({"1024", "32768"})
    private int bodyBytes;

    private byte[] line = {};
    private Pair pair = pair("x");

    @Setup
    public void prepare() {
        pair = pair("word ".repeat(bodyBytes / 5));
        line = PairCodec.encode(pair);
    }

    @Benchmark
    public byte[] encode() {
        return PairCodec.encode(pair);
    }

    @Benchmark
    public Pair decode() throws MalformedRecordException {
        return PairCodec.decode(line);
    }

    private static Pair pair(String text) {
        try {
            return PairCodec.decode(LINE.formatted(text, text.length() + 12).getBytes(StandardCharsets.UTF_8));
        } catch (MalformedRecordException e) {
            throw new IllegalStateException("the benchmark's own record", e);
        }
    }
}
