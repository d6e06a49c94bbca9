package dev.understudy.compare;

import dev.understudy.config.Config;
import dev.understudy.config.ConfigLoader;
import dev.understudy.config.InvalidConfigException;
import dev.understudy.log.FeedbackIndex;
import dev.understudy.log.PairFilter;
import dev.understudy.log.PairLog;
import dev.understudy.log.Revisions;
import dev.understudy.pair.Feedback;
import dev.understudy.pair.Pair;
import dev.understudy.pair.Pulse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;

/** A data directory as a source of pairs. */
final class LoggedPairs implements PairSource {
    private final Path data;
    private final PairLog log;
    private final PairFilter filter;
    private final List<String> notes = new ArrayList<>();

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
        dev.understudy.log.Reading reading = log.forEachParallel(receivers.size(), filter, batch -> {
            Consumer<Pair> receiver = idle.remove();
            batch.forEach(receiver);
            idle.add(receiver);
        });
        List<String> all = new ArrayList<>(notes);
        all.addAll(reading.problems().stream().sorted().toList());
        if (reading.torn() > 0) {
            all.add(reading.torn() + " last lines of segments are not complete: being written, or cut off by a kill.");
        }
        return new Reading(reading.duplicates(), reading.unreadable(), List.copyOf(all));
    }

    @Override
    public Function<String, List<Feedback>> feedback() throws IOException {
        return FeedbackIndex.of(log)::about;
    }

    @Override
    public void pulses(Consumer<Pulse> target) throws IOException {
        log.pulses(target);
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
