package dev.understudy.compare.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes a vector: a list of numbers, or OpenAI's base64 of little-endian floats. */
record EmbeddingExtractor(Optional<String> embedding) implements Extractor {
    static final String OPEN_AI = "/data/0/embedding";

    private static final List<String> USUAL =
            List.of(OPEN_AI, "/embedding", "/embeddings/0", "/outputs/0/data", "/vector", "");

    @Override
    public Extracted from(JsonNode document) {
        Extractor.Found found = Extractor.find(document, embedding, USUAL);
        if (found.node().isMissingNode()) {
            return new Extracted.Unusable(Fault.POINTER_UNMATCHED, found.pointer());
        }
        Answer.Vector vector = vector(found.node());
        return vector == null
                ? new Extracted.Unusable(Fault.UNEXPECTED_TYPE, found.pointer())
                : new Extracted.Found(vector);
    }

    /** Null for what is none. */
    static Answer.@Nullable Vector vector(JsonNode node) {
        double[] values = node.isTextual() ? decoded(node.textValue()) : numbers(node);
        return values == null ? null : new Answer.Vector(values);
    }

    private static double @Nullable [] numbers(JsonNode node) {
        JsonNode list = node.isArray() && node.size() == 1 && node.get(0).isArray() ? node.get(0) : node;
        if (!list.isArray() || list.isEmpty()) {
            return null;
        }
        double[] values = new double[list.size()];
        for (int i = 0; i < values.length; i++) {
            JsonNode number = list.get(i);
            if (!number.isNumber() || !Double.isFinite(number.asDouble())) {
                return null;
            }
            values[i] = number.asDouble();
        }
        return values;
    }

    private static double @Nullable [] decoded(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return null;
        }
        if (bytes.length == 0 || bytes.length % Float.BYTES != 0) {
            return null;
        }
        ByteBuffer floats = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        double[] values = new double[bytes.length / Float.BYTES];
        for (int i = 0; i < values.length; i++) {
            values[i] = floats.getFloat();
            if (!Double.isFinite(values[i])) {
                return null;
            }
        }
        return values;
    }
}
