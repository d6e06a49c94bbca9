package dev.understudy.compare.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.understudy.config.Part;
import dev.understudy.pair.Pair;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What would have been right about one request, as far as anybody said: feedback first, then what the request brought along.
 * The request is read when it is first needed. For one thread.
 */
public final class Truth {
    private static final JsonNode NOTHING = MissingNode.getInstance();

    private final TruthPlaces places;
    private final Pair pair;
    private final @Nullable String feedback;
    private final List<String> clicked;
    private @Nullable String requestText;
    private @Nullable JsonNode request;
    private Answer.@Nullable Text reference;
    private boolean referenceRead;
    private @Nullable Map<String, Double> relevance;
    private @Nullable List<String> faults;
    private @Nullable List<Box> boxes;
    private boolean boxesRead;
    private @Nullable Mask mask;
    private boolean maskRead;
    private Answer.@Nullable Vector vector;
    private boolean vectorRead;

    /**
     * @param feedback the label that came later; null without
     * @param clicked items that were clicked
     */
    public Truth(TruthPlaces places, Pair pair, @Nullable String feedback, List<String> clicked) {
        this.places = places;
        this.pair = pair;
        this.feedback = feedback;
        this.clicked = List.copyOf(clicked);
    }

    /** The right class or number; null when nobody said, or said that it is not known. */
    public @Nullable String label() {
        String written = written();
        return written == null || isNothing(written) ? null : written;
    }

    private @Nullable String written() {
        if (feedback != null) {
            return feedback;
        }
        JsonNode node = at(Part.LABEL);
        return node.isValueNode() && !node.isNull() ? node.asText() : null;
    }

    /** What programs write for a number that is none. */
    private static boolean isNothing(String label) {
        return label.isBlank() || label.equals("NaN") || label.equals("Infinity") || label.equals("-Infinity");
    }

    /** Where something is said to be right that an answer of this kind cannot be held against; empty where nothing is. */
    public Optional<String> unusable(Answer answer) {
        if (answer instanceof Answer.Prediction) {
            return unusable(Part.LABEL, label() == null);
        }
        if (answer instanceof Answer.Quantity) {
            return unusable(Part.LABEL, Double.isNaN(number()));
        }
        if (answer instanceof Answer.Detected) {
            return unusable(Part.LABEL, boxes() == null);
        }
        if (answer instanceof Answer.Segmented) {
            return unusable(Part.LABEL, mask() == null);
        }
        if (answer instanceof Answer.Risk) {
            return unusable(Part.TIME, survival() == null);
        }
        if (answer instanceof Answer.Cluster) {
            return isThere(at(Part.VECTOR)) && vector() == null ? places.of(Part.VECTOR, pair) : Optional.empty();
        }
        if (answer instanceof Answer.Ranking) {
            JsonNode grades = at(Part.QRELS);
            boolean isJudged = grades.isObject() && areFinite(grades);
            return isThere(grades) && !isJudged ? places.of(Part.QRELS, pair) : Optional.empty();
        }
        if (answer instanceof Answer.Text) {
            JsonNode right = at(Part.REFERENCE);
            boolean isText = right.isValueNode() || right.path(0).isTextual();
            return isThere(right) && !isText ? places.of(Part.REFERENCE, pair) : Optional.empty();
        }
        return Optional.empty();
    }

    private Optional<String> unusable(Part part, boolean isNone) {
        if (!isNone) {
            return Optional.empty();
        }
        if (feedback != null) {
            return Optional.of("");
        }
        return isThere(at(part)) ? places.of(part, pair) : Optional.empty();
    }

    private static boolean isThere(JsonNode node) {
        return !node.isMissingNode() && !node.isNull();
    }

    private static boolean areFinite(JsonNode nodes) {
        for (JsonNode node : nodes) {
            if (!Double.isFinite(node.asDouble(Double.NaN))) {
                return false;
            }
        }
        return true;
    }

    /** The right number; NaN when nobody said, or said something else. */
    public double number() {
        String label = label();
        if (label == null) {
            return Double.NaN;
        }
        try {
            double number = Double.parseDouble(label);
            return Double.isFinite(number) ? number : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** The right text; null when nobody said. */
    public Answer.@Nullable Text reference() {
        if (!referenceRead) {
            referenceRead = true;
            JsonNode node = at(Part.REFERENCE);
            String text = node.isValueNode() && !node.isNull()
                    ? node.asText()
                    : node.isArray() && node.path(0).isTextual() ? node.path(0).textValue() : feedback;
            reference = text == null || text.isEmpty() ? null : new Answer.Text(text);
        }
        return reference;
    }

    /** The right boxes; null when nobody said, or said something else. */
    public @Nullable List<Box> boxes() {
        if (!boxesRead) {
            boxesRead = true;
            JsonNode said = said();
            boxes = said.isMissingNode()
                    ? BoxExtractor.boxes(
                            request(),
                            new Extractor.Found(
                                    at(Part.LABEL), places.of(Part.LABEL, pair).orElse("")),
                            places.boxFormat())
                    : BoxExtractor.boxes(said, new Extractor.Found(said, ""), places.boxFormat());
        }
        return boxes;
    }

    /** The right mask; null when nobody said, or said something else. */
    public @Nullable Mask mask() {
        if (!maskRead) {
            maskRead = true;
            JsonNode said = said();
            mask = Mask.of(said.isMissingNode() ? at(Part.LABEL) : said);
        }
        return mask;
    }

    /** How long it took; null when nobody said, or said something else. */
    public @Nullable Survival survival() {
        JsonNode said = said();
        return said.isMissingNode()
                ? Survival.of(at(Part.TIME), at(Part.EVENT))
                : Survival.of(said.path("time"), said.path("event"));
    }

    /** The vector of what was asked about; null when the request has none. */
    public Answer.@Nullable Vector vector() {
        if (!vectorRead) {
            vectorRead = true;
            vector = ClusterExtractor.vector(at(Part.VECTOR));
        }
        return vector;
    }

    /** A label that came later, as JSON, null where it is none; missing where none came. */
    private JsonNode said() {
        return feedback == null ? NOTHING : Bodies.json(feedback).orElse(NullNode.getInstance());
    }

    /** How relevant items are: as judged, else what was clicked is; empty when nobody said. */
    public Map<String, Double> relevance() {
        if (relevance == null) {
            Map<String, Double> found = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> grade : at(Part.QRELS).properties()) {
                double value = grade.getValue().asDouble(Double.NaN);
                if (Double.isFinite(value)) {
                    found.put(grade.getKey(), Math.max(0, value));
                }
            }
            if (found.isEmpty()) {
                clicked.forEach(item -> found.put(item, 1.0));
            }
            relevance = found;
        }
        return relevance;
    }

    /** Passages that should have been found; empty when nobody said. */
    public List<String> relevantIds() {
        return RagExtractor.strings(at(Part.RELEVANT_IDS), List.of("id", "document_id"));
    }

    /** Passages that the client found itself. */
    public List<String> contexts() {
        return RagExtractor.strings(at(Part.CONTEXTS), List.of("text", "content", "page_content"));
    }

    /** And their ids. */
    public List<String> contextIds() {
        return RagExtractor.strings(at(Part.CONTEXT_IDS), List.of("id", "document_id"));
    }

    /** Whether a class is the one looked for: 1 or 0; NaN when that cannot be told. */
    public double positive(String label) {
        return places.positive(label);
    }

    /** How many of a list's first items count. */
    public int depth() {
        return places.depth();
    }

    /** The text of the request, for what has to be told from an echo. */
    public String requestText() {
        if (requestText == null) {
            requestText = Bodies.request(pair.request()) instanceof Bodies.Text.Read read ? read.text() : "";
        }
        return requestText;
    }

    /** The places that were named and are not in the request. */
    public List<String> unmatched() {
        if (faults == null) {
            List<String> found = new ArrayList<>();
            places.named().forEach((part, pointer) -> {
                if (at(part).isMissingNode()) {
                    found.add(pointer);
                }
            });
            faults = List.copyOf(found);
        }
        return faults;
    }

    /** The request as JSON; missing where it is none. */
    public JsonNode request() {
        if (request == null) {
            request = Bodies.json(requestText()).orElse(NOTHING);
        }
        return request;
    }

    private JsonNode at(Part part) {
        Optional<String> pointer = places.of(part, pair);
        if (pointer.isEmpty()) {
            return NOTHING;
        }
        return request().at(pointer.get());
    }
}
