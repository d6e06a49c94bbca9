package dev.understudy.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.log.JsonLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The openai/evals repository: {@code samples.jsonl} to run an eval on, and for each model the log that such a run leaves:
 * its spec, sampling and match events, the final report.
 */
record OpenAiEvalsRepoFormat() implements OneModelFormat {
    private static final String EVAL = "understudy.pairs.v0";

    @Override
    public String name() {
        return "openai-evals-repo";
    }

    @Override
    public String about() {
        return "openai/evals: samples.jsonl, and a log a model";
    }

    @Override
    public String suffix() {
        return ".jsonl";
    }

    @Override
    public Export export(Target target, Origin origin) throws IOException {
        Export logs = OneModelFormat.super.export(target, origin);
        Target.Lines samples = Target.lines(target, "samples.jsonl");
        return new Export() {
            @Override
            public void add(SideBySide pair) throws IOException {
                ObjectNode sample = JsonLine.object();
                sample.set("input", pair.question().messages());
                if (pair.question().reference() != null) {
                    sample.put("ideal", pair.question().reference());
                }
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

    @Override
    public Answers answers(Target target, String file, Origin origin) throws IOException {
        return new Log(Target.lines(target, file), file.substring(0, file.length() - suffix().length()), origin);
    }

    /** One model's run; the spec names the model, so that it is written with the first answer. */
    private static final class Log implements Answers {
        private final Target.Lines lines;
        private final String role;
        private final Origin origin;
        private boolean begun;
        private int events;
        private long matched;
        private long judged;

        Log(Target.Lines lines, String role, Origin origin) {
            this.lines = lines;
            this.role = role;
            this.origin = origin;
        }

        @Override
        public void add(SideBySide pair, Reply reply) throws IOException {
            begin(reply.model());
            if (reply.output() == null) {
                event(pair, "error", JsonLine.object().put("type", "no_answer").put("message", reply.error()));
                return;
            }
            ObjectNode sampling = JsonLine.object();
            sampling.set("prompt", pair.question().messages());
            sampling.putArray("sampled").add(reply.text());
            event(pair, "sampling", sampling);
            String reference = pair.question().reference();
            if (reference != null) {
                boolean correct = reply.text().strip().equals(reference.strip());
                judged++;
                matched += correct ? 1 : 0;
                event(
                        pair,
                        "match",
                        JsonLine.object()
                                .put("correct", correct)
                                .put("expected", reference)
                                .put("picked", reply.text()));
            }
        }

        private void begin(String model) throws IOException {
            if (begun) {
                return;
            }
            begun = true;
            ObjectNode spec = JsonLine.object();
            spec.putArray("completion_fns").add(model);
            spec.put("eval_name", EVAL).put("base_eval", "understudy").put("split", "pairs");
            spec.putObject("run_config").put("route", origin.route()).put("role", role);
            spec.put("created_by", "understudy " + origin.version());
            spec.put("run_id", role).put("created_at", origin.time().toString());
            lines.add(JsonLine.object().set("spec", spec));
        }

        private void event(SideBySide pair, String type, ObjectNode data) throws IOException {
            ObjectNode event = JsonLine.object();
            event.put("run_id", role)
                    .put("event_id", events++)
                    .put("sample_id", pair.id())
                    .put("type", type);
            event.set("data", data);
            event.put("created_by", "understudy").put("created_at", pair.time().toString());
            lines.add(event);
        }

        @Override
        public void close() throws IOException {
            try (lines) {
                begin(role);
                ObjectNode report = JsonLine.object().put("samples", judged);
                if (judged > 0) {
                    report.put("accuracy", (double) matched / judged);
                }
                lines.add(JsonLine.object().set("final_report", report));
            }
        }
    }

    @Override
    public void read(Path file, Answered answered) throws IOException {
        String[] model = {""};
        Map<String, Question> references = references(file, answered);
        JsonLines.read(file, (number, why) -> {}, (number, line) -> {
            if (line.has("spec")) {
                model[0] = line.path("spec").path("completion_fns").path(0).asText();
            }
            String type = line.path("type").asText();
            String id = line.path("sample_id").asText();
            JsonNode data = line.path("data");
            Question known = references.getOrDefault(id, Question.of(""));
            if (type.equals("sampling")) {
                JsonNode sampled = data.path("sampled");
                JsonNode prompt = data.path("prompt");
                Question asked = prompt.isArray() && prompt.size() != 1
                        ? Question.of("").input(prompt)
                        : Question.of(
                                prompt.isArray() ? prompt.get(0).path("content").asText() : prompt.asText());
                answered.add(
                        id,
                        asked.reference(known.reference()),
                        Reply.of(model[0], sampled.isArray() ? sampled.path(0).asText() : sampled.asText()));
            } else if (type.equals("error")) {
                answered.add(
                        id, known, Reply.failed(model[0], data.path("message").asText("error")));
            }
        });
    }

    /** What was expected stands in a later event than what was sampled. */
    private static Map<String, Question> references(Path file, Answered answered) throws IOException {
        Map<String, Question> references = new HashMap<>();
        JsonLines.read(file, answered::bad, (number, line) -> {
            JsonNode expected = line.path("data").path("expected");
            if (line.path("type").asText().equals("match") && !expected.isMissingNode()) {
                references.put(
                        line.path("sample_id").asText(),
                        Question.of("")
                                .reference(expected.isArray() ? expected.path(0).asText() : expected.asText()));
            }
        });
        return references;
    }
}
