package dev.understudy.compare;

import static dev.understudy.compare.PairsInMemory.leg;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.understudy.config.Config;
import dev.understudy.judge.Findings;
import dev.understudy.judge.Remarks;
import dev.understudy.pair.Feedback;
import dev.understudy.pair.Leg.Role;
import dev.understudy.pair.Pair;
import dev.understudy.pair.PairCodec;
import dev.understudy.pair.Pulse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoggedPairsTest {
    private static final String SEALED = "gw-1-20260101T000000-000001.jsonl.zst";
    private static final String PLAIN = "gw-1-20260102T000000-000002.jsonl";
    private static final String NEW = "gw-1-20260103T000000-000003.jsonl";

    private static final Config CONFIG = PairsInMemory.config("""
              - name: r
                match: {path: {prefix: /}}
                shadow: {legacy: old, candidates: [{model: new, percent: 100}]}
            """);

    @TempDir
    Path data;

    @Test
    void the_files_of_a_log_that_grows_are_named_as_they_were_read() throws Exception {
        Path directory = Files.createDirectories(data.resolve("pairs"));
        Files.write(directory.resolve(SEALED), Zstd.compress(lines(0, 40)));
        Files.write(directory.resolve(PLAIN), lines(40, 50));
        PairSource growing = new Growing(new LoggedPairs(data, Filter.ALL), () -> {
            Files.write(directory.resolve(PLAIN), lines(50, 60), StandardOpenOption.APPEND);
            Files.write(directory.resolve(NEW), lines(60, 70));
        });

        Report report = new Comparer(VerdictRules.DEFAULT, Filter.ALL, 2, 42).compare(growing, Optional.of(CONFIG));

        assertThat(report.routes().get(0).pairs()).isEqualTo(70);
        assertThat(report.provenance().files())
                .containsExactly(
                        file(directory.resolve(SEALED)), file(directory.resolve(PLAIN)), file(directory.resolve(NEW)));
    }

    @Test
    void what_is_written_after_it_was_read_is_not_in_the_report() throws Exception {
        Path directory = Files.createDirectories(data.resolve("pairs"));
        Path plain = Files.write(directory.resolve(PLAIN), lines(0, 10));
        Path sealed = directory.resolve(PLAIN + ".zst");
        Report.LoggedFile asRead = file(plain);
        LoggedPairs log = new LoggedPairs(data, Filter.ALL);

        log.read(List.of(pair -> {}));
        Files.write(plain, lines(10, 20), StandardOpenOption.APPEND);
        Files.write(directory.resolve(NEW), lines(20, 30));

        assertThat(log.files(log.sealedFiles())).containsExactly(asRead);
        Files.write(sealed, Zstd.compress(Files.readAllBytes(plain)));
        Files.delete(plain);
        assertThat(log.files(log.sealedFiles())).containsExactly(asRead);
    }

    private static byte[] lines(int from, int to) {
        PairsInMemory pairs = new PairsInMemory();
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (int i = 0; i < to; i++) {
            Pair pair = pairs.shadow(
                    "r",
                    leg(Role.LEGACY, "old", "{\"text\":\"a\"}", 5),
                    leg(Role.CANDIDATE, "new", "{\"text\":\"a\"}", 5));
            if (i >= from) {
                lines.writeBytes(PairCodec.encode(pair));
                lines.write('\n');
            }
        }
        return lines.toByteArray();
    }

    private static Report.LoggedFile file(Path path) throws Exception {
        byte[] bytes = Files.readAllBytes(path);
        return new Report.LoggedFile(
                String.valueOf(path.getFileName()),
                bytes.length,
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    }

    private interface Growth {
        void happen() throws IOException;
    }

    /** A log that grows once: when its files are known that grow no more, and before it is read. */
    private static final class Growing implements PairSource {
        private final PairSource log;
        private final Growth growth;
        private final CountDownLatch known = new CountDownLatch(1);
        private boolean grown;

        Growing(PairSource log, Growth growth) {
            this.log = log;
            this.growth = growth;
        }

        @Override
        public Reading read(List<? extends Consumer<Pair>> receivers) throws IOException {
            if (!grown) {
                grown = true;
                try {
                    assertThat(known.await(1, TimeUnit.MINUTES)).isTrue();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                growth.happen();
            }
            return log.read(receivers);
        }

        @Override
        public Map<Path, Report.LoggedFile> sealedFiles() throws IOException {
            Map<Path, Report.LoggedFile> sealed = log.sealedFiles();
            known.countDown();
            return sealed;
        }

        @Override
        public List<Report.LoggedFile> files(Map<Path, Report.LoggedFile> sealed) throws IOException {
            return log.files(sealed);
        }

        @Override
        public Function<String, List<Feedback>> feedback() throws IOException {
            return log.feedback();
        }

        @Override
        public void pulses(Consumer<Pulse> target) throws IOException {
            log.pulses(target);
        }

        @Override
        public Map<String, Config> revisions() throws IOException {
            return log.revisions();
        }

        @Override
        public Findings findings(String route, String candidate, int candidates) throws IOException {
            return log.findings(route, candidate, candidates);
        }

        @Override
        public Remarks remarks(String route, String candidate, int candidates, Set<String> pairs) throws IOException {
            return log.remarks(route, candidate, candidates, pairs);
        }
    }
}
