package dev.understudy.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.log.JsonLine;
import dev.understudy.pair.MalformedRecordException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** HELM: a run directory a model, {@code legacy/} and {@code candidate/}, with its five files. */
record HelmFormat() implements OneModelFormat {
    /** A scenario's state is one document. */
    static final int REQUESTS_MAX = 100_000;

    private static final String CORRECT = "correct";

    @Override
    public String name() {
        return "helm";
    }

    @Override
    public String about() {
        return "HELM run directories, one a model: run_spec, scenario, scenario_state, stats, per_instance_stats";
    }

    /** A directory's name ends with nothing. */
    @Override
    public String suffix() {
        return "";
    }

    @Override
    public Answers answers(Target target, String file, Origin origin) throws IOException {
        return new Run(target, file, origin);
    }

    private static final class Run implements Answers {
        private final Target target;
        private final String directory;
        private final Origin origin;
        private final ArrayNode states = JsonLine.array();
        private final ArrayNode perInstance = JsonLine.array();
        private String model = "";
        private double sum;
        private double squares;
        private double least = Double.POSITIVE_INFINITY;
        private double most = Double.NEGATIVE_INFINITY;
        private long count;

        Run(Target target, String directory, Origin origin) {
            this.target = target;
            this.directory = directory;
            this.origin = origin;
        }

        @Override
        public void add(SideBySide pair, Reply reply) throws IOException {
            if (states.size() == REQUESTS_MAX) {
                throw new IOException("helm: more than " + REQUESTS_MAX + " pairs (expected: fewer; use --limit)");
            }
            model = model.isEmpty() ? reply.model() : model;
            Question question = pair.question();
            ObjectNode state = states.addObject();
            ObjectNode instance = state.putObject("instance");
            instance.putObject("input").put("text", question.text());
            ArrayNode references = instance.putArray("references");
            if (question.reference() != null) {
                ObjectNode reference = references.addObject();
                reference.putObject("output").put("text", question.reference());
                reference.putArray("tags").add(CORRECT);
            }
            instance.put("split", "test");
            if (question.category() != null) {
                instance.put("sub_split", question.category());
            }
            instance.put("id", pair.id());
            state.put("train_trial_index", 0);
            state.putObject("output_mapping");
            state.putObject("request").put("model", reply.model()).put("prompt", question.text());
            state.set("result", result(reply));
            state.put("prompt_truncated", false);
            length(pair, reply);
        }

        private static ObjectNode result(Reply reply) {
            ObjectNode result = JsonLine.object().put("success", reply.output() != null);
            ArrayNode completions = result.putArray("completions");
            if (reply.output() == null) {
                result.put("error", reply.error());
            } else {
                ObjectNode completion =
                        completions.addObject().put("text", reply.text()).put("logprob", 0);
                completion.putArray("tokens");
                if (reply.finishReason() != null) {
                    completion.putObject("finish_reason").put("reason", reply.finishReason());
                }
            }
            result.put("cached", false);
            Double millis = reply.latencyMs();
            if (millis != null) {
                result.put("request_time", millis / 1000);
            }
            return result;
        }

        /** The one figure that needs nothing but the answer. */
        private void length(SideBySide pair, Reply reply) {
            double chars = reply.text().codePointCount(0, reply.text().length());
            ObjectNode one =
                    perInstance.addObject().put("instance_id", pair.id()).put("train_trial_index", 0);
            one.putArray("stats").add(stat(chars, chars * chars, chars, chars, 1));
            sum += chars;
            squares += chars * chars;
            least = Math.min(least, chars);
            most = Math.max(most, chars);
            count++;
        }

        private static ObjectNode stat(double sum, double squares, double least, double most, long count) {
            ObjectNode stat = JsonLine.object();
            stat.putObject("name").put("name", "num_output_chars").put("split", "test");
            double mean = sum / count;
            double variance = Math.max(0, squares / count - mean * mean);
            return stat.put("count", count)
                    .put("sum", sum)
                    .put("sum_squared", squares)
                    .put("min", least)
                    .put("max", most)
                    .put("mean", mean)
                    .put("variance", variance)
                    .put("stddev", Math.sqrt(variance));
        }

        @Override
        public void close() throws IOException {
            ObjectNode spec = JsonLine.object().put("name", origin.route() + ":model=" + model);
            spec.putObject("scenario_spec")
                    .put("class_name", "understudy.Pairs")
                    .putObject("args")
                    .put("route", origin.route());
            spec.putObject("adapter_spec").put("method", "generation").put("model", model);
            spec.putArray("metric_specs");
            ObjectNode scenario = JsonLine.object().put("name", origin.route());
            scenario.put("description", "Pairs of understudy " + origin.version())
                    .putArray("tags")
                    .add("understudy");
            ObjectNode state = JsonLine.object();
            state.set("adapter_spec", spec.path("adapter_spec"));
            state.set("request_states", states);
            ArrayNode stats = JsonLine.array();
            if (count > 0) {
                stats.add(stat(sum, squares, least, most, count));
            }
            Target.document(target, directory + "/run_spec.json", spec);
            Target.document(target, directory + "/scenario.json", scenario);
            Target.document(target, directory + "/scenario_state.json", state);
            Target.document(target, directory + "/stats.json", stats);
            Target.document(target, directory + "/per_instance_stats.json", perInstance);
        }
    }

    @Override
    public void read(Path file, Answered answered) throws IOException, MalformedRecordException {
        Path state = Files.isDirectory(file) ? file.resolve("scenario_state.json") : file;
        long number = 0;
        for (JsonNode request : JsonLines.document(state).path("request_states")) {
            number++;
            // Further trials and perturbed copies are the same question again.
            if (request.path("train_trial_index").asInt() == 0
                    && !request.path("instance").hasNonNull("perturbation")) {
                String id = JsonLine.text(request.path("instance"), "id");
                answered.add(
                        id == null ? Long.toString(number) : id, question(request.path("instance")), reply(request));
            }
        }
    }

    private static Question question(JsonNode instance) {
        String reference = null;
        for (JsonNode one : instance.path("references")) {
            if (reference == null && JsonLine.texts(one.path("tags")).contains(CORRECT)) {
                reference = JsonLine.text(one.path("output"), "text");
            }
        }
        return Question.of(instance.path("input").path("text").asText())
                .reference(reference)
                .category(JsonLine.text(instance, "sub_split"));
    }

    private static Reply reply(JsonNode request) {
        String model = request.path("request").path("model").asText();
        JsonNode result = request.path("result");
        JsonNode text = result.path("completions").path(0).path("text");
        if (!result.path("success").asBoolean() || !text.isTextual()) {
            return Reply.failed(model, result.path("error").asText("no completion"));
        }
        Double seconds = JsonLine.number(result, "request_time");
        return Reply.of(model, text)
                .took(null, seconds == null ? null : (Double) (seconds * 1000))
                .finishing(JsonLine.text(result.path("completions").path(0).path("finish_reason"), "reason"));
    }
}
