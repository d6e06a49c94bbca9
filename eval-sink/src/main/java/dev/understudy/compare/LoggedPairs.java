package dev.understudy.compare;

import dev.understudy.config.Config;
import dev.understudy.config.ConfigLoader;
import dev.understudy.config.InvalidConfigException;
import dev.understudy.config.Sha256;
import dev.understudy.judge.Findings;
import dev.understudy.judge.Opinions;
import dev.understudy.judge.Remarks;
import dev.understudy.log.FeedbackIndex;
import dev.understudy.log.FilesRead;
import dev.understudy.log.PairFilter;
import dev.understudy.log.PairLog;
import dev.understudy.log.Revisions;
import dev.understudy.pair.Feedback;
import dev.understudy.pair.Pair;
import dev.understudy.pair.Pulse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A data directory as a source of pairs. */
final class LoggedPairs implements PairSource {
    private static final int HASH_BUFFER = 1 << 16;

    private final Path data;
    private final PairLog log;
    private final PairFilter filter;
    private final List<String> notes = new ArrayList<>();

    /** Pairs that feedback was found about. */
    private final LongAdder found = new LongAdder();

    private @Nullable FeedbackIndex feedback;
    private dev.understudy.log.Reading pulses = dev.understudy.log.Reading.NONE;
    private FilesRead files = new FilesRead();

    LoggedPairs(Path data, Filter filter) {
        this.data = data;
        this.log = PairLog.at(data);
        // Not by route: the sequence numbers of an instance run over all of its routes.
        this.filter =
                new PairFilter(null, filter.since().orElse(null), filter.until().orElse(null));
    }

    @Override
    public Reading read(List<? extends Consumer<Pair>> receivers) throws IOException {
        BlockingQueue<Consumer<Pair>> idle = new ArrayBlockingQueue<>(receivers.size(), false, receivers);
        files = new FilesRead();
        dev.understudy.log.Reading reading = log.forEachParallel(receivers.size(), filter, files, batch -> {
                    Consumer<Pair> receiver = idle.remove();
                    batch.forEach(receiver);
                    idle.add(receiver);
                })
                .plus(beside());
        List<String> all = new ArrayList<>(notes);
        all.addAll(reading.problems().stream().sorted().toList());
        if (reading.torn() > 0) {
            all.add(reading.torn() + " last lines of segments are not complete: being written, or cut off by a kill.");
        }
        return new Reading(
                reading.duplicates(),
                reading.unreadable(),
                List.copyOf(all),
                Math.max(0, feedback == null ? 0 : feedback.pairs() - found.sum()));
    }

    /** What was, or will be, read of everything that is no pair. */
    private dev.understudy.log.Reading beside() throws IOException {
        return (feedback == null ? dev.understudy.log.Reading.NONE : feedback.reading())
                .plus(pulses)
                .plus(Opinions.of(data).check());
    }

    @Override
    public Function<String, List<Feedback>> feedback() throws IOException {
        FeedbackIndex index = FeedbackIndex.of(log);
        feedback = index;
        found.reset();
        return id -> {
            List<Feedback> about = index.about(id);
            if (!about.isEmpty()) {
                found.increment();
            }
            return about;
        };
    }

    @Override
    public Map<Path, Report.LoggedFile> sealedFiles() throws IOException {
        Map<Path, Report.LoggedFile> hashed = new HashMap<>();
        for (Path path : log.sealedPairFiles()) {
            hashed(path).ifPresent(file -> hashed.put(path, file));
        }
        return hashed;
    }

    @Override
    public List<Report.LoggedFile> files(Map<Path, Report.LoggedFile> sealed) throws IOException {
        List<Report.LoggedFile> all = new ArrayList<>();
        for (Path path : files.sealed()) {
            Report.LoggedFile known = sealed.get(path);
            (known == null ? hashed(path) : Optional.of(known)).ifPresent(all::add);
        }
        for (FilesRead.Growing file : files.growing()) {
            all.add(new Report.LoggedFile(name(file.path()), file.bytes(), file.sha256()));
        }
        all.sort(Comparator.comparing(Report.LoggedFile::name).thenComparing(Report.LoggedFile::sha256));
        return List.copyOf(all);
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    /** Empty when it was deleted meanwhile, as what is too old is. */
    private static Optional<Report.LoggedFile> hashed(Path path) throws IOException {
        MessageDigest digest = Sha256.begun();
        byte[] buffer = new byte[HASH_BUFFER];
        long bytes = 0;
        try (InputStream in = Files.newInputStream(path)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                bytes += read;
            }
        } catch (NoSuchFileException deletedMeanwhile) {
            return Optional.empty();
        }
        return Optional.of(
                new Report.LoggedFile(name(path), bytes, HexFormat.of().formatHex(digest.digest())));
    }

    @Override
    public void pulses(Consumer<Pulse> target) throws IOException {
        pulses = log.pulses(target);
    }

    @Override
    public Findings findings(String route, String candidate, int candidates) throws IOException {
        return Findings.of(data, route, named(candidate, candidates));
    }

    @Override
    public Remarks remarks(String route, String candidate, int candidates, Set<String> pairs) throws IOException {
        return pairs.isEmpty() ? Remarks.NONE : Remarks.of(data, route, named(candidate, candidates), pairs);
    }

    /** A route's only candidate may be called anything in its judgments. */
    private static Optional<String> named(String candidate, int candidates) {
        return candidates == 1 ? Optional.empty() : Optional.of(candidate);
    }

    @Override
    public Map<String, Config> revisions() throws IOException {
        Map<String, Config> configs = new TreeMap<>();
        for (String revision : Revisions.list(data)) {
            Optional<String> source = Revisions.source(data, revision);
            if (source.isPresent()) {
                try {
                    configs.put(revision, ConfigLoader.parse("revision " + revision, source.get()));
                } catch (InvalidConfigException e) {
                    notes.add("The settings of revision " + revision + " cannot be read (give -c FILE instead): "
                            + e.problems().get(0));
                }
            }
        }
        return configs;
    }
}
