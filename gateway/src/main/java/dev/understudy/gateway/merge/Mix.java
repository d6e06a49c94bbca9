package dev.understudy.gateway.merge;

import dev.understudy.pair.Pair;
import java.util.List;

/** What became of two models' answers to one request. */
public sealed interface Mix {

    /**
     * Both models' items in one answer.
     *
     * @param body legacy's answer with the list in it replaced; nobody changes the array
     * @param items in the order of the answer: which item came from whom
     */
    @SuppressWarnings("ArrayRecordComponent") // bodies are never compared, and a copy per body would double their cost
    record Mixed(byte[] body, List<Pair.Item> items) implements Mix {
        public Mixed {
            items = List.copyOf(items);
        }
    }

    /**
     * The answers cannot be mixed, and legacy's own bytes have to go out.
     *
     * @param cause whose answer is at fault and what about it: {@code legacy} or {@code candidate}, then {@code NotJson}
     *     (malformed, not UTF-8, or nested too deeply), {@code Items} (no list there, or its place is ambiguous), {@code
     *     ItemId} (an item has no single, scalar, short id) or {@code Duplicates} (so many of legacy's items share an id
     *     that the answer would be shorter than its own)
     */
    record Degraded(String cause) implements Mix {}
}
