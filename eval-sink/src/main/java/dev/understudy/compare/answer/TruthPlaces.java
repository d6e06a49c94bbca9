package dev.understudy.compare.answer;

import dev.understudy.config.Compare;
import dev.understudy.config.Compare.BoxFormat;
import dev.understudy.config.Compare.Side;
import dev.understudy.config.Part;
import dev.understudy.pair.Pair;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a route's requests say what would have been right. What was imported says it in the places of an outputs line; a
 * request of a client only where the file names a place.
 *
 * @param named by part, those in the request that the file names
 * @param positive the class that is looked for; empty goes by the look of a label
 * @param depth how many of a list's first items count
 * @param boxFormat what four numbers of a box are
 * @param horizon at what time those with an event and those without are told apart; 0 takes the events' median
 */
public record TruthPlaces(
        Map<Part, String> named, Optional<String> positive, int depth, BoxFormat boxFormat, double horizon) {
    /** The revision under which {@code pairs import} writes. */
    private static final String IMPORTED = "import";

    private static final Map<Part, String> USUAL = Map.of(
            Part.LABEL, "/label",
            Part.REFERENCE, "/reference",
            Part.QRELS, "/qrels",
            Part.RELEVANT_IDS, "/reference_context_ids",
            Part.CONTEXTS, "/contexts",
            Part.CONTEXT_IDS, "/context_ids",
            Part.VECTOR, "/vector",
            Part.TIME, "/time",
            Part.EVENT, "/event");

    public static final TruthPlaces NONE = new TruthPlaces(Map.of(), Optional.empty(), Compare.DEPTH);

    public TruthPlaces {
        named = Map.copyOf(named);
        positive = positive.map(ClassName::of);
    }

    /** Where neither boxes nor times are of another kind than usual. */
    public TruthPlaces(Map<Part, String> named, Optional<String> positive, int depth) {
        this(named, positive, depth, BoxFormat.XYWH, 0);
    }

    /** As the file says. */
    public static TruthPlaces of(Compare compare) {
        Map<Part, String> named = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            compare.place(part)
                    .filter(place -> place.side() == Side.REQUEST)
                    .ifPresent(place -> named.put(part, place.pointer().text()));
        }
        return new TruthPlaces(named, compare.positive(), compare.depth(), compare.boxFormat(), compare.horizon());
    }

    Optional<String> of(Part part, Pair pair) {
        String pointer = named.get(part);
        if (pointer == null && pair.revision().equals(IMPORTED)) {
            pointer = USUAL.get(part);
        }
        return Optional.ofNullable(pointer);
    }

    /** What the class that is looked for is called, where only this other one was seen. */
    public String positiveBeside(String negative) {
        return positive.orElseGet(() -> switch (negative) {
            case "false" -> "true";
            case "False" -> "True";
            case "FALSE" -> "TRUE";
            case "no" -> "yes";
            case "negative" -> "positive";
            default -> "1";
        });
    }

    /** Whether a class is the one looked for: 1 or 0; NaN when that cannot be told. */
    public double positive(String label) {
        String name = ClassName.of(label);
        if (positive.isPresent()) {
            return positive.get().equals(name) ? 1 : 0;
        }
        return switch (name) {
            case "1", "true", "True", "TRUE", "yes", "positive" -> 1;
            case "0", "false", "False", "FALSE", "no", "negative" -> 0;
            default -> Double.NaN;
        };
    }
}
