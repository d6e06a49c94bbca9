package dev.understudy.compare.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a model answered, without its wrapping. */
public sealed interface Answer {
    /** For people to read. */
    String display();

    /** A number that is none cannot be ordered, counted or drawn: who reads answers says so instead of making one. */
    static void requireFinite(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("value: " + value + " (expected: a finite number)");
        }
    }

    /** A whole document. */
    record Json(JsonNode document) implements Answer {
        @Override
        public String display() {
            return document.toPrettyString();
        }
    }

    /** Free text, with what belongs to it. */
    final class Text implements Answer {
        private final String text;
        private final Details details;
        private @Nullable Words words;

        public Text(String text) {
            this(text, Details.NONE);
        }

        public Text(String text, Details details) {
            this.text = text;
            this.details = details;
        }

        public String text() {
            return text;
        }

        public Details details() {
            return details;
        }

        /** Not for several threads at once. */
        public Words words() {
            if (words == null) {
                words = new Words(text);
            }
            return words;
        }

        /** Whether the same was said and the same tools were asked for. */
        public boolean says(Text other) {
            return text.equals(other.text) && details.calls().equals(other.details.calls());
        }

        @Override
        public String display() {
            return details.calls().isEmpty() ? text : (text + "\n" + String.join("\n", details.calls())).strip();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Text same && text.equals(same.text) && details.equals(same.details);
        }

        @Override
        public int hashCode() {
            return Objects.hash(text, details);
        }

        @Override
        public String toString() {
            return "Text[" + text + ", " + details + "]";
        }
    }

    /**
     * What comes with a text.
     *
     * @param calls of tools, each a name with its arguments
     * @param refused whether the model says itself that it declined
     * @param contexts passages that the answer rests on
     * @param contextIds and the ids of those, the best first
     * @param meanLogprob of the answer's tokens; null when they did not come
     * @param passed of several solutions to one problem, which passed its tests
     */
    record Details(
            List<String> calls,
            boolean refused,
            List<String> contexts,
            List<String> contextIds,
            @Nullable Double meanLogprob,
            List<Boolean> passed) {
        public static final Details NONE = new Details(List.of(), false, List.of(), List.of(), null, List.of());

        public Details {
            calls = List.copyOf(calls);
            contexts = List.copyOf(contexts);
            contextIds = List.copyOf(contextIds);
            passed = List.copyOf(passed);
        }
    }

    /**
     * A class, as it was written.
     *
     * @param probability of the positive class, where there are two
     * @param scores of every class by its name, where the model gives them; in its order
     */
    record Prediction(String label, @Nullable Double probability, Map<String, Double> scores) implements Answer {
        public Prediction {
            if (probability != null) {
                requireFinite(probability);
            }
            scores.values().forEach(Answer::requireFinite);
            Map<String, Double> named = new LinkedHashMap<>();
            scores.forEach((name, score) -> named.put(ClassName.of(name), score));
            scores = named;
        }

        public Prediction(String label, @Nullable Double probability) {
            this(label, probability, Map.of());
        }

        /** Of the class, one for all ways to write it. */
        public String name() {
            return ClassName.of(label);
        }

        @Override
        public String display() {
            return probability == null ? label : label + " (" + probability + ")";
        }
    }

    /** A number that was estimated. */
    record Quantity(double value) implements Answer {
        public Quantity {
            requireFinite(value);
        }

        @Override
        public String display() {
            return Double.toString(value);
        }
    }

    /** How soon something is expected: the higher, the sooner. What number that is, each model decides for itself. */
    record Risk(double value) implements Answer {
        public Risk {
            requireFinite(value);
        }

        @Override
        public String display() {
            return Double.toString(value);
        }
    }

    /** Ids, the best first; each once. */
    record Ranking(List<String> ids) implements Answer {
        public Ranking {
            ids = List.copyOf(ids);
        }

        @Override
        public String display() {
            return String.join("\n", ids);
        }
    }

    /**
     * A group that something was put in.
     *
     * @param vector what stands for it; null where the answer does not say
     */
    record Cluster(String label, @Nullable Vector vector) implements Answer {
        @Override
        public String display() {
            return vector == null ? label : label + "\n" + vector.display();
        }
    }

    /** What was found in a picture, each with a box around it. */
    record Detected(List<Box> boxes) implements Answer {
        private static final int SHOWN = 50;

        public Detected {
            boxes = List.copyOf(boxes);
        }

        @Override
        public String display() {
            String shown = boxes.stream().limit(SHOWN).map(Box::toString).collect(Collectors.joining("\n"));
            return boxes.size() > SHOWN ? shown + "\n… (" + boxes.size() + " boxes)" : shown;
        }
    }

    /** Which pixels of a picture belong to what. */
    record Segmented(Mask mask) implements Answer {
        @Override
        public String display() {
            return mask.toString();
        }
    }

    /** An embedding. */
    final class Vector implements Answer {
        private static final int SHOWN = 8;

        private final double[] values;

        public Vector(double... values) {
            this.values = values.clone();
            for (double value : values) {
                requireFinite(value);
            }
        }

        public int size() {
            return values.length;
        }

        public double at(int index) {
            return values[index];
        }

        public double squaredDistance(Vector other) {
            double sum = 0;
            for (int i = 0; i < values.length; i++) {
                double apart = values[i] - other.values[i];
                sum += apart * apart;
            }
            return sum;
        }

        /** NaN for different sizes, and for one without a direction; of the same numbers exactly 1. */
        public double cosine(Vector other) {
            if (values.length != other.values.length || values.length == 0) {
                return Double.NaN;
            }
            double product = 0;
            double left = 0;
            double right = 0;
            for (int i = 0; i < values.length; i++) {
                product += values[i] * other.values[i];
                left += values[i] * values[i];
                right += other.values[i] * other.values[i];
            }
            if (left == 0 || right == 0) {
                return Double.NaN;
            }
            return Arrays.equals(values, other.values)
                    ? 1
                    : Math.max(-1, Math.min(1, product / Math.sqrt(left) / Math.sqrt(right)));
        }

        @Override
        public String display() {
            String shown = Arrays.toString(Arrays.copyOf(values, Math.min(SHOWN, values.length)));
            return values.length > SHOWN ? shown + " … (" + values.length + " numbers)" : shown;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Vector same && Arrays.equals(values, same.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }

        @Override
        public String toString() {
            return "Vector" + display();
        }
    }
}
