package dev.understudy.gateway.feedback;

import dev.understudy.pair.Pair;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of an answer until feedback about it arrives.
 *
 * @param answered whose answer the client got; {@link Credit#NONE} for a mixed one
 * @param items of a mixed answer: whose each of them is; empty otherwise
 */
public record Impression(String route, Credit answered, Map<String, Credit> items) {
    public Impression {
        items = Map.copyOf(items);
    }

    /** An answer that one model gave. */
    public static Impression answered(String route, Credit by) {
        return new Impression(route, by, Map.of());
    }

    /** An answer mixed from both models' lists. */
    public static Impression interleaved(String route, List<Pair.Item> items) {
        Map<String, Credit> origins = new LinkedHashMap<>();
        for (Pair.Item item : items) {
            origins.putIfAbsent(
                    item.id(), item.from().equals(Credit.LEGACY.label()) ? Credit.LEGACY : Credit.CANDIDATE);
        }
        return new Impression(route, Credit.NONE, origins);
    }

    /** Whom an event speaks for that names this item, or none. */
    Credit credit(@Nullable String item) {
        if (items.isEmpty()) {
            return answered;
        }
        return item == null ? Credit.NONE : items.getOrDefault(item, Credit.NONE);
    }
}
