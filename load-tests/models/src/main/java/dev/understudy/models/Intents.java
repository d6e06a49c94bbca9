package dev.understudy.models;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Says what a customer wants, by the labelled example that is nearest. */
final class Intents {
    /** How much a difference in similarity counts: at 20, one of 0.1 makes a class about seven times as probable. */
    private static final double SHARPNESS = 20;

    private final MiniLm model;
    private final Map<String, List<float[]>> examples;

    private Intents(MiniLm model, Map<String, List<float[]>> examples) {
        this.model = model;
        this.examples = examples;
    }

    static Intents load(MiniLm model) throws IOException {
        Map<String, List<float[]>> examples = new TreeMap<>();
        for (Example example : Json.lines("intents.jsonl", new TypeReference<Example>() {})) {
            examples.computeIfAbsent(example.intent(), intent -> new ArrayList<>())
                    .add(model.vector(example.text()));
        }
        return new Intents(model, examples);
    }

    /** The likeliest intent; its probability is the softmax over each intent's best similarity. */
    Prediction predict(String text) {
        float[] vector = model.vector(text);
        Map<String, Double> weights = new TreeMap<>();
        examples.forEach((intent, vectors) -> weights.put(
                intent,
                Math.exp(SHARPNESS
                        * vectors.stream()
                                .mapToDouble(example -> MiniLm.similarity(vector, example))
                                .max()
                                .orElseThrow())));
        double total =
                weights.values().stream().mapToDouble(Double::doubleValue).sum();
        return weights.entrySet().stream()
                .max(Comparator.comparingDouble(Map.Entry::getValue))
                .map(best -> new Prediction(best.getKey(), best.getValue() / total))
                .orElseThrow();
    }

    record Prediction(String intent, double probability) {}

    private record Example(String intent, String text) {}
}
