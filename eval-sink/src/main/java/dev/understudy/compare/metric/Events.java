package dev.understudy.compare.metric;

import dev.understudy.pair.Feedback;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The feedback on one pair, each event once. */
public record Events(List<Feedback> all) {
    public static final Events NONE = new Events(List.of());

    private static final Comparator<Feedback> BY_TIME =
            Comparator.comparing(Feedback::time).thenComparing(Feedback::eventId);

    public Events {
        all = List.copyOf(all);
    }

    /** From what the pair carries and what came later; the same event id counts once, the earliest. */
    public static Events of(List<Feedback> carried, List<Feedback> later) {
        if (carried.isEmpty() && later.isEmpty()) {
            return NONE;
        }
        Map<String, Feedback> byId = new TreeMap<>();
        for (List<Feedback> part : List.of(carried, later)) {
            part.forEach(event -> byId.merge(event.eventId(), event, (a, b) -> BY_TIME.compare(a, b) <= 0 ? a : b));
        }
        return new Events(byId.values().stream().sorted(BY_TIME).toList());
    }

    /** What would have been right, by the latest who said so. */
    public @Nullable String label() {
        String label = null;
        for (Feedback event : all) {
            if (event.event().equals("label") && event.label() != null) {
                label = event.label();
            }
        }
        return label;
    }

    public boolean clicked() {
        return all.stream().anyMatch(event -> event.event().equals("click"));
    }

    /** The items clicked on, each once. */
    public List<String> clickedItems() {
        return all.stream()
                .filter(event -> event.event().equals("click"))
                .map(Feedback::item)
                .filter(item -> item != null)
                .distinct()
                .toList();
    }

    /** All rewards together; NaN when there is none. */
    public double reward() {
        double sum = Double.NaN;
        for (Feedback event : all) {
            Double value = event.value();
            if (event.event().equals("reward") && value != null && Double.isFinite(value)) {
                sum = Double.isNaN(sum) ? value : sum + value;
            }
        }
        return sum;
    }
}
