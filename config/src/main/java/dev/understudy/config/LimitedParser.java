package dev.understudy.config;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.Parser;

/**
 * A YAML parser that stops before a document costs more than its text: at depth, at size with every alias written out,
 * at an alias of what it stands in, and at tags.
 */
final class LimitedParser implements Parser {
    static final int DEPTH_MAX = 50;
    static final int NODES_MAX = 50_000;

    private final Parser parser;
    private final Deque<Collection> open = new ArrayDeque<>();
    private final Map<String, Long> anchoredNodes = new HashMap<>();
    private long nodes;

    LimitedParser(Parser parser) {
        this.parser = parser;
    }

    @Override
    public boolean checkEvent(Event.ID choice) {
        return parser.checkEvent(choice);
    }

    @Override
    public Event peekEvent() {
        return parser.peekEvent();
    }

    @Override
    public boolean hasNext() {
        return parser.hasNext();
    }

    @Override
    public Event next() {
        Event event = parser.next();
        switch (event.getEventId()) {
            case Scalar -> scalar((ScalarEvent) event);
            case SequenceStart, MappingStart -> start((CollectionStartEvent) event);
            case SequenceEnd, MappingEnd -> end();
            case Alias -> alias((AliasEvent) event);
            case StreamStart, StreamEnd, DocumentStart, DocumentEnd, Comment -> {}
        }
        return event;
    }

    private void scalar(ScalarEvent event) {
        refuseTag(event.getTag(), event);
        count(1, event);
        anchor(event).ifPresent(name -> anchoredNodes.put(name, 1L));
    }

    private void start(CollectionStartEvent event) {
        refuseTag(event.getTag(), event);
        if (open.size() == DEPTH_MAX) {
            throw new Refused(event, "nested deeper than " + DEPTH_MAX + " levels (expected: a configuration)");
        }
        String name = anchor(event).orElse(null);
        if (name != null) {
            anchoredNodes.remove(name);
        }
        open.push(new Collection(name, nodes));
        count(1, event);
    }

    private void end() {
        Collection collection = open.pop();
        if (collection.anchor != null) {
            anchoredNodes.put(collection.anchor, nodes - collection.nodesBefore);
        }
    }

    private void alias(AliasEvent event) {
        String name = event.getAlias().getValue();
        if (open.stream().anyMatch(collection -> name.equals(collection.anchor))) {
            throw new Refused(
                    event, "alias *" + Shown.plain(name) + " stands inside what it names (expected: no cycles)");
        }
        count(anchoredNodes.getOrDefault(name, 1L), event);
    }

    private void count(long more, Event event) {
        nodes += more;
        if (nodes > NODES_MAX) {
            throw new Refused(
                    event,
                    "more than " + NODES_MAX + " values, aliases written out (expected: fewer; split the file's work"
                            + " over several gateways, or use fewer aliases)");
        }
    }

    private static void refuseTag(Optional<String> tag, Event event) {
        if (tag.isPresent()) {
            throw new Refused(
                    event,
                    "tag " + Shown.plain(tag.get().replace("tag:yaml.org,2002:", "!!"))
                            + " (expected: no tags; to make a value a string, quote it)");
        }
    }

    private static Optional<String> anchor(NodeEvent event) {
        return event.getAnchor().map(anchor -> anchor.getValue());
    }

    /** A sequence or mapping that has begun, and how many nodes there were before it. */
    private record Collection(@Nullable String anchor, long nodesBefore) {}

    /** The document costs too much, or asks for what we do not do. */
    static final class Refused extends YamlEngineException {
        private static final long serialVersionUID = 1;

        private final transient Optional<Mark> mark;

        private Refused(Event event, String message) {
            super(message);
            this.mark = event.getStartMark();
        }

        Optional<Mark> mark() {
            return mark;
        }
    }
}
