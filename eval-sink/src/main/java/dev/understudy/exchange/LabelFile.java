package dev.understudy.exchange;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.log.PairFilter;
import dev.understudy.log.PairLog;
import dev.understudy.log.PairWriter;
import dev.understudy.pair.Feedback;
import dev.understudy.pair.MalformedRecordException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Brings a file of labels to the pairs of a data directory, however late: the same line twice counts once, a later label of a
 * pair corrects the earlier one, and what is about no pair that is there is named and left out.
 */
public final class LabelFile {
    /** Under this name they are written, one file at a time. */
    static final String INSTANCE = "labels";
    /** Of one file: they are held in memory until it is known which pairs there are. */
    static final int EVENTS_MAX = 2_000_000;

    private static final Comparator<Feedback> BY_TIME =
            Comparator.comparing(Feedback::time).thenComparing(Feedback::eventId);

    private final Instant now;
    private final Complaints complaints;
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private final Map<String, Instant> untold = new HashMap<>();
    /** By pair, what its last line without a time says. */
    private final Map<String, String> last = new HashMap<>();
    /** By event, how often the file comes back to it. */
    private final Map<String, Integer> returns = new HashMap<>();

    private long repeated;
    private long bad;

    private LabelFile(Instant now, Complaints complaints) {
        this.now = now;
        this.complaints = complaints;
    }

    /** Takes each line that is left out, and why. */
    public interface Complaints {
        void line(long line, String why);
    }

    /**
     * What came of it.
     *
     * @param taken new events
     * @param pairs that they are about
     * @param corrected labels that say otherwise than the pair's label before
     * @param repeated lines that were there already
     * @param stale of these, labels that have been corrected since, and stay so
     * @param unknown lines about pairs that are not there
     * @param bad lines that are no labels
     */
    public record Result(long taken, long pairs, long corrected, long repeated, long stale, long unknown, long bad) {}

    private record Line(long number, Feedback event) {}

    public static Result read(Path file, Path dataDirectory, Instant now, Complaints complaints) throws IOException {
        LabelFile labels = new LabelFile(now, complaints);
        Table.read(file, labels.target());
        return labels.write(dataDirectory);
    }

    private Table.Target target() {
        return new Table.Target() {
            @Override
            public void row(long line, ObjectNode row) throws IOException, MalformedRecordException {
                LabelLine label = LabelLine.of(row);
                Feedback event = label.at(label.time() == null ? untold(label.id()) : now);
                add(line, label.time() == null && !row.hasNonNull("eventId") ? returning(event) : event);
            }

            @Override
            public void bad(long line, String why) {
                bad++;
                complaints.line(line, why);
            }
        };
    }

    /** Now, and for what says no time about a pair again a moment later, so that the last line of a file wins. */
    private Instant untold(String pair) {
        return untold.merge(pair, now, (before, ignored) -> before.plusMillis(1));
    }

    /**
     * The same event, or one of its own where it says again what a line between has denied. Which one depends on the file alone,
     * so that the same file again says nothing new.
     */
    private Feedback returning(Feedback event) {
        if (!event.event().equals("label") || event.label() == null) {
            return event;
        }
        String before = last.put(event.id(), event.label());
        if (before == null || before.equals(event.label()) || !lines.containsKey(event.eventId())) {
            return event;
        }
        int times = returns.merge(event.eventId(), 1, Integer::sum);
        return new Feedback(
                event.id(),
                event.event(),
                event.item(),
                event.label(),
                event.value(),
                event.eventId() + "-" + times,
                event.time());
    }

    private void add(long number, Feedback event) throws IOException, MalformedRecordException {
        Line before = lines.putIfAbsent(event.eventId(), new Line(number, event));
        if (before != null) {
            if (!says(before.event(), event)) {
                throw new MalformedRecordException("eventId: " + event.eventId() + " says something else in line "
                        + before.number() + " (expected: an id of its own for each event)");
            }
            repeated++;
        }
        if (lines.size() > EVENTS_MAX) {
            throw new IOException("more than " + EVENTS_MAX + " events (expected: fewer; split the file)");
        }
    }

    private Result write(Path dataDirectory) throws IOException {
        Set<String> asked = new HashSet<>();
        lines.values().forEach(line -> asked.add(line.event().id()));
        PairLog log = PairLog.at(dataDirectory);
        Set<String> known = new HashSet<>();
        Past past = new Past(new HashMap<>(), new HashMap<>());
        log.forEach(PairFilter.ALL, pair -> {
            if (asked.contains(pair.id())) {
                known.add(pair.id());
                pair.feedback().forEach(past::see);
            }
        });
        log.feedback(event -> {
            if (asked.contains(event.id()) || lines.containsKey(event.eventId())) {
                past.see(event);
            }
        });
        try (PairWriter writer = PairWriter.open(dataDirectory, INSTANCE)) {
            return write(writer, known, past);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Result write(PairWriter writer, Set<String> known, Past past) throws IOException {
        Set<String> pairs = new HashSet<>();
        long taken = 0;
        long corrected = 0;
        long stale = 0;
        long unknown = 0;
        for (Line line : lines.values()) {
            Feedback event = line.event();
            Feedback same = past.events().get(event.eventId());
            if (!known.contains(event.id())) {
                unknown++;
                complaints.line(line.number(), "id: " + event.id() + " is no pair of this data directory");
            } else if (same != null && !says(same, event)) {
                bad++;
                complaints.line(
                        line.number(),
                        "eventId: " + event.eventId() + " says something else in the data already (expected: an id of"
                                + " its own for each event)");
            } else if (same != null) {
                repeated++;
                stale += isStale(same, past, line.number()) ? 1 : 0;
            } else {
                corrected += past.corrects(event) ? 1 : 0;
                writer.add(event);
                past.see(event);
                pairs.add(event.id());
                taken++;
            }
        }
        return new Result(taken, pairs.size(), corrected, repeated, stale, unknown, bad);
    }

    private boolean isStale(Feedback same, Past past, long line) {
        Feedback latest = past.latest().get(same.id());
        if (latest == null || same.label() == null || same.label().equals(latest.label())) {
            return false;
        }
        complaints.line(
                line,
                "label: " + same.label() + " was there before and has been corrected since to " + latest.label()
                        + "; to set it back give the line a time or an eventId");
        return true;
    }

    private static boolean says(Feedback one, Feedback other) {
        return one.id().equals(other.id())
                && one.event().equals(other.event())
                && Objects.equals(one.item(), other.item())
                && Objects.equals(one.label(), other.label())
                && Objects.equals(one.value(), other.value());
    }

    /**
     * What was said before about the pairs of the file.
     *
     * @param events by their ids
     * @param latest the label that counts, by pair
     */
    private record Past(Map<String, Feedback> events, Map<String, Feedback> latest) {
        void see(Feedback event) {
            events.putIfAbsent(event.eventId(), event);
            if (isLabel(event)) {
                latest.merge(event.id(), event, (a, b) -> BY_TIME.compare(a, b) > 0 ? a : b);
            }
        }

        boolean corrects(Feedback event) {
            Feedback before = latest.get(event.id());
            return isLabel(event)
                    && before != null
                    && !Objects.equals(before.label(), event.label())
                    && BY_TIME.compare(event, before) > 0;
        }

        private static boolean isLabel(Feedback event) {
            return event.event().equals("label") && event.label() != null;
        }
    }
}
