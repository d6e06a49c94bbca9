package dev.understudy.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.log.JsonLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Evidently: two tables for a {@code Report}, {@code legacy.csv} as its reference data and {@code candidate.csv} as its
 * current data, with the columns that its presets look for by default: {@code target} and {@code prediction}.
 */
record EvidentlyFormat() implements OneModelFormat {
    private static final List<String> COLUMNS = List.of(
            "id",
            "timestamp",
            "category",
            "question",
            "context",
            "target",
            "prediction",
            "probability",
            "model",
            "latency_ms",
            "input_tokens",
            "output_tokens",
            "error");

    @Override
    public String name() {
        return "evidently";
    }

    @Override
    public String about() {
        return "Evidently, a CSV a model: legacy is the reference, the candidate the current data";
    }

    @Override
    public String suffix() {
        return ".csv";
    }

    @Override
    public Answers answers(Target target, String file, Origin origin) throws IOException {
        Target.Lines lines = Target.lines(target, file);
        lines.add(Csv.write(COLUMNS, ','));
        return new Answers() {
            @Override
            public void add(SideBySide pair, Reply reply) throws IOException {
                lines.add(Csv.write(row(pair, reply), ','));
            }

            @Override
            public void close() throws IOException {
                lines.close();
            }
        };
    }

    private static List<String> row(SideBySide pair, Reply reply) {
        JsonNode output = reply.output();
        boolean isPrediction = output != null && output.has("pred");
        return List.of(
                pair.id(),
                pair.time().toString(),
                said(pair.question().category()),
                pair.question().text(),
                String.join("\n\n", pair.question().contextTexts()),
                said(pair.question().reference()),
                isPrediction && output != null ? output.path("pred").asText() : reply.text(),
                isPrediction && output != null ? output.path("prob").asText() : "",
                reply.model(),
                said(reply.latencyMs()),
                said(reply.inputTokens()),
                said(reply.outputTokens()),
                said(reply.error()));
    }

    private static String said(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    @Override
    public void read(Path file, Answered answered) throws IOException {
        JsonLines.inOrder(file, answered::bad, (number, row) -> {
            String error = row.path("error").asText();
            String model = row.path("model").asText();
            String context = row.path("context").asText();
            Reply reply = error.isEmpty()
                    ? Reply.of(model, row.path("prediction").asText())
                            .took(null, number(row.path("latency_ms").asText()))
                            .tokens(
                                    whole(row.path("input_tokens").asText()),
                                    whole(row.path("output_tokens").asText()))
                    : Reply.failed(model, error);
            answered.add(
                    row.has("id") ? JsonLine.require(row, "id") : Long.toString(number),
                    Question.of(row.path("question").asText())
                            .reference(orNull(row.path("target").asText()))
                            .category(orNull(row.path("category").asText()))
                            .contexts(
                                    context.isEmpty() ? List.of() : List.of(new Question.Passage(null, context)),
                                    List.of()),
                    reply);
        });
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static @Nullable Double number(String text) {
        try {
            return text.isEmpty() ? null : Double.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Long whole(String text) {
        Double number = number(text);
        return number == null ? null : (Long) number.longValue();
    }
}
