package dev.understudy.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.judge.Judgment;
import dev.understudy.log.JsonLine;
import dev.understudy.pair.MalformedRecordException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Arize Phoenix: the body of a dataset's upload, and the runs of two experiments on it, {@code
 * experiment-runs.legacy.jsonl} and {@code experiment-runs.candidate.jsonl}, with evaluations by judges.
 */
record PhoenixFormat() implements Format {
    static final int EXAMPLES_MAX = 100_000;

    @Override
    public String name() {
        return "phoenix";
    }

    @Override
    public String about() {
        return "Arize Phoenix: dataset.json (POST /v1/datasets/upload), experiment runs and evaluations";
    }

    @Override
    public Shape shape() {
        return Shape.DIRECTORY;
    }

    @Override
    public Export export(Target target, Origin origin) throws IOException {
        return new Written(target, origin);
    }

    private static final class Written implements Export {
        private final Target target;
        private final ObjectNode dataset = JsonLine.object();
        private final ArrayNode inputs;
        private final ArrayNode outputs;
        private final ArrayNode metadata;
        private final ArrayNode ids;
        private final Target.Lines legacy;
        private final Target.Lines candidate;
        private final Target.Lines evaluations;

        Written(Target target, Origin origin) throws IOException {
            this.target = target;
            dataset.put("action", "create").put("name", "understudy/" + origin.route());
            dataset.put("description", "understudy " + origin.version() + " " + origin.time());
            inputs = dataset.putArray("inputs");
            outputs = dataset.putArray("outputs");
            metadata = dataset.putArray("metadata");
            ids = dataset.putArray("example_ids");
            legacy = Target.lines(target, "experiment-runs.legacy.jsonl");
            candidate = Target.lines(target, "experiment-runs.candidate.jsonl");
            evaluations = Target.lines(target, "experiment-evaluations.jsonl");
        }

        @Override
        public void add(SideBySide pair) throws IOException {
            if (ids.size() == EXAMPLES_MAX) {
                throw new IOException("phoenix: more than " + EXAMPLES_MAX + " pairs (expected: fewer; use --limit)");
            }
            Question question = pair.question();
            ObjectNode input = inputs.addObject();
            input.set("input", question.input());
            if (!question.contexts().isEmpty()) {
                question.contextTexts().forEach(input.putArray("contexts")::add);
            }
            outputs.addObject().put("output", question.reference());
            ObjectNode noted = metadata.addObject();
            noted.setAll(question.metadata());
            if (question.category() != null) {
                noted.put("category", question.category());
            }
            ids.add(pair.id());
            run(legacy, pair, "legacy", pair.legacy());
            run(candidate, pair, "candidate", pair.candidate());
            for (Judgment judgment : pair.said().judgments()) {
                evaluate(pair, judgment);
            }
        }

        private static void run(Target.Lines file, SideBySide pair, String role, @Nullable Reply reply)
                throws IOException {
            if (reply == null) {
                return;
            }
            Double millis = reply.latencyMs();
            Instant end = millis == null ? pair.time() : pair.time().plusNanos((long) (millis * 1e6));
            ObjectNode run = JsonLine.object().put("dataset_example_id", pair.id());
            run.set("output", reply.output());
            run.put("repetition_number", 1);
            run.put("start_time", pair.time().toString()).put("end_time", end.toString());
            run.put("trace_id", pair.pairId() + "-" + role).put("error", reply.error());
            run.putObject("metadata").put("model", reply.model());
            file.add(run);
        }

        private void evaluate(SideBySide pair, Judgment judgment) throws IOException {
            ObjectNode evaluation = JsonLine.object().put("experiment_run_id", pair.pairId() + "-candidate");
            evaluation.put("name", judgment.judge()).put("annotator_kind", "LLM");
            ObjectNode result = evaluation.putObject("result");
            judgment.verdict()
                    .ifPresent(choice -> result.put("label", choice.label())
                            .put(
                                    "score",
                                    switch (choice) {
                                        case LEGACY -> 0.0;
                                        case TIE -> 0.5;
                                        case CANDIDATE -> 1.0;
                                    }));
            if (!judgment.rounds().isEmpty()) {
                result.put("explanation", judgment.rounds().get(0).answer());
            }
            evaluations.add(evaluation);
        }

        @Override
        public void close() throws IOException {
            try (legacy;
                    candidate) {
                evaluations.close();
                Target.document(target, "dataset.json", dataset);
            }
        }
    }

    @Override
    public void read(List<Path> files, Received received) throws IOException, MalformedRecordException {
        List<Path> all = new ArrayList<>(files);
        if (files.size() == 1 && Files.isDirectory(files.get(0))) {
            Path directory = files.get(0);
            all = List.of(
                    directory.resolve("dataset.json"),
                    directory.resolve("experiment-runs.legacy.jsonl"),
                    directory.resolve("experiment-runs.candidate.jsonl"));
        }
        if (all.size() != 3) {
            throw new MalformedRecordException(
                    "phoenix: " + files.size() + " files (expected: the dataset, legacy's runs,"
                            + " the candidate's runs; or the directory that an export made)");
        }
        Map<String, Question> questions = questions(JsonLines.document(all.get(0)));
        runs(all.get(1), "legacy", questions, received);
        runs(all.get(2), "candidate", questions, received);
    }

    private static Map<String, Question> questions(JsonNode dataset) {
        Map<String, Question> questions = new HashMap<>();
        for (int i = 0; i < dataset.path("inputs").size(); i++) {
            JsonNode input = dataset.path("inputs").get(i);
            JsonNode noted = dataset.path("metadata").path(i);
            ObjectNode metadata = noted instanceof ObjectNode object ? object.deepCopy() : JsonLine.object();
            metadata.remove("category");
            String id = dataset.path("example_ids").path(i).asText(Integer.toString(i + 1));
            questions.put(
                    id,
                    Question.of("")
                            .input(input.has("input") ? input.path("input") : input)
                            .reference(JsonLine.text(dataset.path("outputs").path(i), "output"))
                            .contexts(Question.passages(input.path("contexts")), List.of())
                            .category(JsonLine.text(noted, "category"))
                            .metadata(metadata));
        }
        return questions;
    }

    private static void runs(Path file, String role, Map<String, Question> questions, Received received)
            throws IOException {
        JsonLines.read(
                file, (number, why) -> received.bad(file.getFileName() + " line " + number, why), (number, run) -> {
                    String id = JsonLine.require(run, "dataset_example_id");
                    Question question = questions.get(id);
                    if (question == null) {
                        throw new MalformedRecordException("dataset_example_id: " + id + " is not in the dataset");
                    }
                    String named = JsonLine.text(run.path("metadata"), "model");
                    String model = named == null ? role : named;
                    JsonNode output = run.path("output");
                    Reply reply = output.isMissingNode() || output.isNull()
                            ? Reply.failed(model, run.path("error").asText("no output"))
                            : Reply.of(model, output).took(null, millis(run));
                    boolean isLegacy = role.equals("legacy");
                    received.question(id, question, isLegacy ? reply : null, isLegacy ? null : reply);
                });
    }

    private static @Nullable Double millis(JsonNode run) throws MalformedRecordException {
        if (!run.has("start_time") || !run.has("end_time")) {
            return null;
        }
        long nanos = Duration.between(JsonLine.time(run, "start_time"), JsonLine.time(run, "end_time"))
                .toNanos();
        return nanos <= 0 ? null : (Double) (nanos / 1e6);
    }
}
