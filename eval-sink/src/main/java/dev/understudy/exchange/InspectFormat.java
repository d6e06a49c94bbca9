package dev.understudy.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.config.Sha256;
import dev.understudy.log.JsonLine;
import dev.understudy.pair.MalformedRecordException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Inspect: a data set to run a task on, and for each model the log (JSON) that such a run leaves. */
record InspectFormat() implements OneModelFormat {
    /** A log is one document. */
    static final int SAMPLES_MAX = 100_000;

    private static final int LOG_VERSION = 2;

    @Override
    public String name() {
        return "inspect";
    }

    @Override
    public String about() {
        return "Inspect: dataset.jsonl, and a log (.json) a model";
    }

    @Override
    public String suffix() {
        return ".json";
    }

    @Override
    public Export export(Target target, Origin origin) throws IOException {
        Export logs = OneModelFormat.super.export(target, origin);
        Target.Lines samples = Target.lines(target, "dataset.jsonl");
        return new Export() {
            @Override
            public void add(SideBySide pair) throws IOException {
                ObjectNode sample = JsonLine.object();
                sample.set("input", pair.question().input());
                if (pair.question().reference() != null) {
                    sample.put("target", pair.question().reference());
                }
                sample.put("id", pair.id());
                sample.set("metadata", metadata(pair.question()));
                samples.add(sample);
                logs.add(pair);
            }

            @Override
            public void close() throws IOException {
                try (samples) {
                    logs.close();
                }
            }
        };
    }

    private static ObjectNode metadata(Question question) {
        ObjectNode metadata = question.metadata().deepCopy();
        return question.category() == null ? metadata : metadata.put("category", question.category());
    }

    @Override
    public Answers answers(Target target, String file, Origin origin) throws IOException {
        return new Log(target, file, origin);
    }

    private static final class Log implements Answers {
        private final Target target;
        private final String file;
        private final Origin origin;
        private final ArrayNode samples = JsonLine.array();
        private String model = "";
        private long completed;

        Log(Target target, String file, Origin origin) {
            this.target = target;
            this.file = file;
            this.origin = origin;
        }

        @Override
        public void add(SideBySide pair, Reply reply) throws IOException {
            if (samples.size() == SAMPLES_MAX) {
                throw new IOException("inspect: more than " + SAMPLES_MAX + " pairs (expected: fewer; use --limit)");
            }
            model = model.isEmpty() ? reply.model() : model;
            ObjectNode sample = samples.addObject().put("id", pair.id()).put("epoch", 1);
            sample.set("input", pair.question().input());
            String reference = pair.question().reference();
            sample.put("target", reference == null ? "" : reference);
            ObjectNode output = sample.putObject("output").put("model", reply.model());
            ArrayNode choices = output.putArray("choices");
            if (reply.output() != null) {
                completed++;
                ObjectNode choice = choices.addObject();
                choice.putObject("message").put("role", "assistant").put("content", reply.text());
                choice.put("stop_reason", reply.finishReason() == null ? "unknown" : reply.finishReason());
                output.put("completion", reply.text());
            }
            sample.putObject("scores");
            sample.set("metadata", metadata(pair.question()));
            ObjectNode usage = sample.putObject("model_usage");
            Long input = reply.inputTokens();
            Long generated = reply.outputTokens();
            if (input != null && generated != null) {
                usage.putObject(reply.model())
                        .put("input_tokens", input)
                        .put("output_tokens", generated)
                        .put("total_tokens", input + generated);
            }
            Double millis = reply.latencyMs();
            sample.put("total_time", millis == null ? null : (Double) (millis / 1000));
            if (reply.error() != null) {
                sample.putObject("error")
                        .put("message", reply.error())
                        .put("traceback", "")
                        .put("traceback_ansi", "");
            }
        }

        @Override
        public void close() throws IOException {
            ObjectNode log = JsonLine.object().put("version", LOG_VERSION).put("status", "success");
            String run = Sha256.of(origin.route() + file + origin.time()).substring(0, 22);
            ObjectNode eval = log.putObject("eval")
                    .put("run_id", run)
                    .put("created", origin.time().toString());
            eval.put("task", "understudy/" + origin.route()).put("task_id", run).put("model", model);
            eval.putObject("dataset").put("name", origin.route()).put("samples", samples.size());
            eval.putObject("config");
            eval.putObject("packages").put("understudy", origin.version());
            log.putObject("plan").put("name", "plan").putArray("steps");
            ObjectNode results = log.putObject("results");
            results.put("total_samples", samples.size())
                    .put("completed_samples", completed)
                    .putArray("scores");
            log.putObject("stats")
                    .put("started_at", origin.time().toString())
                    .put("completed_at", origin.time().toString());
            log.set("samples", samples);
            Target.document(target, file, log);
        }
    }

    @Override
    public void read(Path file, Answered answered) throws IOException, MalformedRecordException {
        ObjectNode log = JsonLines.document(file);
        String model = log.path("eval").path("model").asText();
        long number = 0;
        for (JsonNode sample : log.path("samples")) {
            number++;
            // Further epochs are the same question again.
            if (sample.path("epoch").asInt(1) == 1) {
                String id = JsonLine.text(sample, "id");
                answered.add(id == null ? Long.toString(number) : id, question(sample), reply(sample, model));
            }
        }
    }

    private static Question question(JsonNode sample) {
        JsonNode noted = sample.path("metadata");
        ObjectNode metadata = noted instanceof ObjectNode object ? object.deepCopy() : JsonLine.object();
        metadata.remove("category");
        JsonNode target = sample.path("target");
        String reference = target.isArray() ? target.path(0).asText() : target.asText();
        return Question.of("")
                .input(sample.path("input"))
                .reference(reference.isEmpty() ? null : reference)
                .category(JsonLine.text(noted, "category"))
                .metadata(metadata);
    }

    private static Reply reply(JsonNode sample, String evaluated) {
        JsonNode output = sample.path("output");
        String named = JsonLine.text(output, "model");
        String model = named == null || named.isEmpty() ? evaluated : named;
        String error = JsonLine.text(sample.path("error"), "message");
        String text = completion(output);
        if (text == null) {
            return Reply.failed(model, error == null ? "no output" : error);
        }
        JsonNode usage = sample.path("model_usage").path(model);
        Double seconds = JsonLine.number(sample, "total_time");
        return Reply.of(model, text)
                .took(null, seconds == null ? null : (Double) (seconds * 1000))
                .tokens(JsonLine.whole(usage, "input_tokens"), JsonLine.whole(usage, "output_tokens"))
                .finishing(JsonLine.text(output.path("choices").path(0), "stop_reason"));
    }

    private static @Nullable String completion(JsonNode output) {
        JsonNode content = output.path("choices").path(0).path("message").path("content");
        if (content.isArray()) {
            StringBuilder text = new StringBuilder();
            content.forEach(part -> text.append(part.path("text").asText()));
            return text.toString();
        }
        return content.isTextual() ? content.textValue() : JsonLine.text(output, "completion");
    }
}
