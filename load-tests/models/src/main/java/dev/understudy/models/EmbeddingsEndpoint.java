package dev.understudy.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** {@code POST /v1/embeddings} in OpenAI's shape. */
record EmbeddingsEndpoint(MiniLm model) implements Endpoint {
    private static final int INPUTS_MAX = 64;

    @Override
    public Answer answer(Fields fields) throws BadRequestException {
        String name = fields.text("model");
        List<String> inputs = inputs(fields.body().path("input"));
        boolean base64 = isBase64(fields.body().path("encoding_format"));
        fields.integer("dimensions", MiniLm.DIMENSIONS, MiniLm.DIMENSIONS, MiniLm.DIMENSIONS);

        ObjectNode answer = Json.MAPPER.createObjectNode().put("object", "list");
        ArrayNode data = answer.putArray("data");
        int tokens = 0;
        for (String input : inputs) {
            tokens += model.tokens(input);
            ObjectNode item = data.addObject().put("object", "embedding").put("index", data.size() - 1);
            float[] vector = model.vector(input);
            if (base64) {
                item.put("embedding", base64(vector));
            } else {
                ArrayNode values = item.putArray("embedding");
                for (float value : vector) {
                    values.add(value);
                }
            }
        }
        answer.put("model", name)
                .putObject("usage")
                .put("prompt_tokens", tokens)
                .put("total_tokens", tokens);
        return new Answer.Whole(answer);
    }

    private static List<String> inputs(JsonNode input) throws BadRequestException {
        if (!input.isArray()) {
            return List.of(Fields.text("input", input));
        }
        if (input.isEmpty() || input.size() > INPUTS_MAX) {
            throw BadRequestException.of("input", input.size() + " texts", "1.." + INPUTS_MAX);
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < input.size(); i++) {
            texts.add(Fields.text("input[" + i + "]", input.get(i)));
        }
        return texts;
    }

    private static boolean isBase64(JsonNode format) throws BadRequestException {
        return switch (format.asText("float")) {
            case "", "null", "float" -> false;
            case "base64" -> true;
            default -> throw BadRequestException.of("encoding_format", Fields.shown(format), "float or base64");
        };
    }

    private static String base64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
