package dev.understudy.compare;

import dev.understudy.compare.answer.Extracted;
import dev.understudy.compare.answer.Fault;
import dev.understudy.compare.metric.Subject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts the answers that could not be read, by reason, each with an example. */
final class FaultFigure {
    private final TreeMap<Key, Tally> counts = new TreeMap<>(
            Comparator.comparing(Key::role).thenComparing(Key::fault).thenComparing(Key::detail));

    private record Key(String role, Fault fault, String detail) {}

    private record Tally(long count, String example) {
        static Tally plus(Tally a, Tally b) {
            return new Tally(a.count + b.count, a.example.compareTo(b.example) <= 0 ? a.example : b.example);
        }
    }

    void add(String id, @Nullable Subject subject) {
        if (subject == null || subject.failed() || !subject.answered()) {
            return;
        }
        Extracted.Unusable unusable = subject.extracted() instanceof Extracted.Found found
                ? found.flaw()
                : (Extracted.Unusable) subject.extracted();
        if (unusable != null) {
            add(id, subject.leg().role().label(), unusable.fault(), unusable.detail());
        }
    }

    /** @param role whose body it is: a leg's, or {@code request} */
    void add(String id, String role, Fault fault, String detail) {
        counts.merge(new Key(role, fault, detail), new Tally(1, id), Tally::plus);
    }

    void merge(FaultFigure other) {
        other.counts.forEach((key, tally) -> counts.merge(key, tally, Tally::plus));
    }

    List<Report.FaultCount> result() {
        List<Report.FaultCount> result = new ArrayList<>();
        counts.forEach((key, tally) -> result.add(
                new Report.FaultCount(key.role(), key.fault().label(), key.detail(), tally.count(), tally.example())));
        return List.copyOf(result);
    }
}
