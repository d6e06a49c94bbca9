package dev.understudy.gateway.merge;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The list in one model's answer: where it stands, and where each of its items does. */
record ItemList(Span span, List<Item> items) {
    ItemList {
        items = List.copyOf(items);
    }

    /** The items whose id is not that of an earlier one. */
    List<Item> distinct() {
        Set<String> seen = new HashSet<>();
        return items.stream().filter(item -> seen.add(item.id())).toList();
    }

    /** @param end exclusive, in bytes like {@code start} */
    record Span(int start, int end) {
        int length() {
            return end - start;
        }
    }

    /**
     * @param id its text, so that 1 and "1" are the same; empty when the route's items have none
     * @param index where its own field {@code index} says which place it has; null without one, or where ids are used
     */
    record Item(Span span, String id, @Nullable Span index) {}
}
