package dev.understudy.gateway.merge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.understudy.config.Pointer;
import dev.understudy.gateway.merge.ItemList.Item;
import dev.understudy.gateway.merge.ItemList.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One pass over one answer, to its last byte, that finds the list and its items.
 *
 * <p>A name that stands twice on the way is refused: which of the two its reader takes cannot be known.
 */
final class ItemReader {
    /** As UTF-8, whatever it looks like: in no other encoding does the parser know at which byte it is. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private static final int ID_CHARS_MAX = 1024;
    private static final List<String> INDEX = List.of("index");

    private final JsonParser parser;
    private final Optional<List<String>> itemId;
    private final List<Item> items = new ArrayList<>();
    private @Nullable Span list;
    private boolean idMissing;

    private ItemReader(JsonParser parser, Optional<List<String>> itemId) {
        this.parser = parser;
        this.itemId = itemId;
    }

    /** What was read: the list, or what is wrong with the answer. */
    sealed interface Reading {
        record Found(ItemList list) implements Reading {}

        /** @param fault see {@link Mix.Degraded} */
        record Faulty(String fault) implements Reading {}
    }

    /** @param itemId empty: the items have none */
    static Reading read(byte[] json, Pointer items, Optional<Pointer> itemId) {
        try (JsonParser parser = JSON.createParser(json)) {
            return new ItemReader(parser, itemId.map(Pointer::segments)).document(items.segments());
        } catch (IOException malformed) {
            return new Reading.Faulty("NotJson");
        }
    }

    private Reading document(List<String> path) throws IOException {
        if (parser.nextToken() == null) {
            return new Reading.Faulty("NotJson");
        }
        Presence presence = follow(path, 0, this::list);
        if (parser.nextToken() != null) {
            return new Reading.Faulty("NotJson");
        }
        if (presence != Presence.ONCE || list == null) {
            return new Reading.Faulty("Items");
        }
        return idMissing ? new Reading.Faulty("ItemId") : new Reading.Found(new ItemList(list, items));
    }

    private void list() throws IOException {
        if (!parser.isExpectedStartArrayToken()) {
            parser.skipChildren();
            return;
        }
        int start = tokenStart();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            item();
        }
        list = new Span(start, tokenEnd());
    }

    private void item() throws IOException {
        int start = tokenStart();
        Field field = new Field();
        Presence presence = follow(itemId.orElse(INDEX), 0, field);
        Span span = new Span(start, tokenEnd());
        if (itemId.isEmpty()) {
            items.add(new Item(span, "", presence == Presence.ONCE ? field.number : null));
        } else if (presence == Presence.ONCE && field.id != null) {
            items.add(new Item(span, field.id, null));
        } else {
            idMissing = true;
        }
    }

    /**
     * Goes from the value that the parser stands at to the one that the path names, lets it be visited, and leaves the
     * parser at the end of the value where it began.
     */
    private Presence follow(List<String> path, int depth, Visitor visitor) throws IOException {
        if (depth == path.size()) {
            visitor.visit();
            return Presence.ONCE;
        }
        Presence presence = Presence.NEVER;
        String segment = path.get(depth);
        if (parser.isExpectedStartObjectToken()) {
            boolean named = false;
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                boolean match = parser.currentName().equals(segment);
                parser.nextToken();
                if (!match) {
                    parser.skipChildren();
                } else if (named) {
                    presence = Presence.AMBIGUOUS;
                    parser.skipChildren();
                } else {
                    named = true;
                    presence = follow(path, depth + 1, visitor);
                }
            }
        } else if (parser.isExpectedStartArrayToken()) {
            int wanted = arrayIndex(segment);
            for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
                if (index == wanted) {
                    presence = follow(path, depth + 1, visitor);
                } else {
                    parser.skipChildren();
                }
            }
        }
        return presence;
    }

    /** RFC 6901: digits without leading zeros; anything else names no element. */
    private static int arrayIndex(String segment) {
        boolean number = segment.length() <= 9
                && segment.chars().allMatch(digit -> digit >= '0' && digit <= '9')
                && (segment.equals("0") || !segment.startsWith("0"));
        return number && !segment.isEmpty() ? Integer.parseInt(segment) : -1;
    }

    private int tokenStart() {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    private int tokenEnd() throws IOException {
        parser.finishToken();
        return (int) parser.currentLocation().getByteOffset();
    }

    /** How often a path leads to something. */
    private enum Presence {
        NEVER,
        ONCE,
        AMBIGUOUS
    }

    /** What to do at the end of a path: leaves the parser at the last token of the value it stands at. */
    private interface Visitor {
        void visit() throws IOException;
    }

    /** An item's id, or its number in the list: the text of a scalar, and where it stands if it is a whole number. */
    private final class Field implements Visitor {
        private @Nullable String id;
        private @Nullable Span number;

        @Override
        public void visit() throws IOException {
            JsonToken token = parser.currentToken();
            if (!token.isScalarValue()) {
                parser.skipChildren();
            } else if (token != JsonToken.VALUE_NULL && parser.getTextLength() <= ID_CHARS_MAX) {
                int start = tokenStart();
                id = parser.getText();
                number = token == JsonToken.VALUE_NUMBER_INT ? new Span(start, tokenEnd()) : null;
            }
        }
    }
}
