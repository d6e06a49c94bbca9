package dev.understudy.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.judge.Choice;
import dev.understudy.judge.Judgment;
import dev.understudy.judge.Vote;
import dev.understudy.log.JsonLine;
import dev.understudy.pair.MalformedRecordException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Langfuse: the payloads of its public API, one a line: {@code dataset-items.jsonl}, {@code dataset-run-items.jsonl}, {@code
 * scores.jsonl}, and the traces they point to, in {@code traces.jsonl}: requests of OTLP with what each model answered.
 */
record LangfuseFormat() implements Format {
    private static final String HUMAN = "understudy_vote";
    private static final String JUDGE = "understudy_judge";

    @Override
    public String name() {
        return "langfuse";
    }

    @Override
    public String about() {
        return "Langfuse payloads: dataset-items, dataset-run-items, traces and scores, JSON lines";
    }

    @Override
    public Shape shape() {
        return Shape.DIRECTORY;
    }

    @Override
    public Export export(Target target, Origin origin) throws IOException {
        return new Written(target, "understudy/" + origin.route());
    }

    private static final class Written implements Export {
        private final Target.Lines items;
        private final Target.Lines runs;
        private final Target.Lines traces;
        private final Target.Lines scores;
        private final String dataset;
        private long leftOut;

        Written(Target target, String dataset) throws IOException {
            items = Target.lines(target, "dataset-items.jsonl");
            runs = Target.lines(target, "dataset-run-items.jsonl");
            traces = Target.lines(target, "traces.jsonl");
            scores = Target.lines(target, "scores.jsonl");
            this.dataset = dataset;
        }

        @Override
        public void add(SideBySide pair) throws IOException {
            if (!LangfuseTrace.hasPlace(pair.time())) {
                leftOut++;
                return;
            }
            Question question = pair.question();
            ObjectNode item = JsonLine.object().put("datasetName", dataset).put("id", pair.id());
            item.set("input", question.input());
            item.put("expectedOutput", question.reference());
            item.set("metadata", metadata(pair));
            item.put("sourceTraceId", LangfuseTrace.id(pair, "legacy"));
            item.putNull("sourceObservationId");
            item.put("status", "ACTIVE");
            items.add(item);
            run(pair, "legacy", pair.legacy());
            run(pair, "candidate", pair.candidate());
            for (Judgment judgment : pair.said().judgments()) {
                Choice verdict = judgment.verdict().orElse(null);
                if (verdict != null) {
                    score(pair, JUDGE + "/" + judgment.judge(), verdict, "API");
                }
            }
            for (Vote vote : pair.said().votes()) {
                if (vote.choice() != null) {
                    score(pair, HUMAN + "/" + vote.rater(), vote.choice(), "ANNOTATION");
                }
            }
        }

        private static ObjectNode metadata(SideBySide pair) {
            ObjectNode metadata = JsonLine.object();
            metadata.setAll(pair.question().metadata());
            if (pair.question().category() != null) {
                metadata.put("category", pair.question().category());
            }
            return metadata;
        }

        private void run(SideBySide pair, String role, @Nullable Reply reply) throws IOException {
            if (reply == null) {
                return;
            }
            String trace = LangfuseTrace.id(pair, role);
            ObjectNode run = JsonLine.object().put("runName", role).put("runDescription", reply.model());
            run.put("datasetItemId", pair.id()).put("traceId", trace).putNull("observationId");
            run.putObject("metadata").put("model", reply.model());
            run.putNull("datasetVersion");
            runs.add(run);
            traces.add(LangfuseTrace.write(pair, role, reply));
        }

        private void score(SideBySide pair, String name, Choice choice, String source) throws IOException {
            String trace = LangfuseTrace.id(pair, "candidate");
            ObjectNode score = JsonLine.object().put("id", trace + "/" + name);
            score.put("traceId", trace).put("name", name).put("value", choice.label());
            score.put("dataType", "CATEGORICAL").put("source", source);
            scores.add(score);
        }

        @Override
        public long leftOut() {
            return leftOut;
        }

        @Override
        public void close() throws IOException {
            try (items;
                    runs;
                    traces) {
                scores.close();
            }
        }
    }

    @Override
    public void read(List<Path> files, Received received) throws IOException, MalformedRecordException {
        if (files.size() != 1 || !Files.isDirectory(files.get(0))) {
            throw new MalformedRecordException(
                    "langfuse: " + files + " (expected: one directory with dataset-items.jsonl,"
                            + " dataset-run-items.jsonl and traces.jsonl)");
        }
        Path directory = files.get(0);
        Map<String, Question> questions = new HashMap<>();
        Map<String, String[]> traced = new HashMap<>();
        lines(
                directory,
                "dataset-items.jsonl",
                received,
                (number, item) -> questions.put(JsonLine.require(item, "id"), question(item)));
        lines(
                directory,
                "dataset-run-items.jsonl",
                received,
                (number, run) -> traced.put(
                        JsonLine.require(run, "traceId"),
                        new String[] {JsonLine.require(run, "datasetItemId"), JsonLine.require(run, "runName")}));
        lines(directory, "traces.jsonl", received, (number, line) -> {
            Collection<LangfuseTrace> traces = LangfuseTrace.read(line);
            if (traces.isEmpty()) {
                throw JsonLine.wrong("traceId", null, "a request of OTLP with a span, or a trace with its id");
            }
            for (LangfuseTrace trace : traces) {
                String[] run = traced.get(trace.id());
                if (run != null) {
                    boolean isLegacy = run[1].equals("legacy");
                    received.question(
                            run[0],
                            questions.getOrDefault(run[0], Question.of("")),
                            isLegacy ? trace.reply() : null,
                            isLegacy ? null : trace.reply());
                }
            }
        });
        if (Files.exists(directory.resolve("scores.jsonl"))) {
            lines(directory, "scores.jsonl", received, (number, score) -> scored(score, traced, received));
        }
    }

    private static void lines(Path directory, String name, Received received, JsonLines.Line line) throws IOException {
        JsonLines.read(directory.resolve(name), (number, why) -> received.bad(name + " line " + number, why), line);
    }

    private static Question question(JsonNode item) {
        JsonNode metadata = item.path("metadata");
        ObjectNode noted = metadata instanceof ObjectNode object ? object.deepCopy() : JsonLine.object();
        noted.remove("category");
        return Question.of("")
                .input(item.path("input"))
                .reference(JsonLine.text(item, "expectedOutput"))
                .category(JsonLine.text(metadata, "category"))
                .metadata(noted);
    }

    /** Only what people said about two answers; Langfuse keeps no judge's rounds. */
    private static void scored(JsonNode score, Map<String, String[]> traced, Received received) throws IOException {
        String name = score.path("name").asText();
        String[] run = traced.get(score.path("traceId").asText());
        Choice choice = Choice.parse(score.path("value").asText()).orElse(null);
        if (run != null && choice != null && name.startsWith(HUMAN + "/")) {
            String rater = name.substring(HUMAN.length() + 1);
            received.vote(run[0], (pair, route, time) -> new Vote(pair, route, rater, choice, time));
        }
    }
}
