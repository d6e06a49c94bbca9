package dev.understudy.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.config.Sha256;
import dev.understudy.judge.Choice;
import dev.understudy.judge.Judgment;
import dev.understudy.judge.Vote;
import dev.understudy.log.JsonLine;
import dev.understudy.pair.MalformedRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** LangSmith: examples, runs and pairwise feedback, as its client uploads them. Its ids are UUIDs, so ours stand in metadata. */
record LangSmith() implements RunsFormat.Platform {
    private static final double NANOS_PER_MILLI = 1e6;

    @Override
    public String name() {
        return "langsmith";
    }

    @Override
    public String about() {
        return "LangSmith: examples, runs (legacy, candidate) and pairwise feedback, JSON lines";
    }

    @Override
    public String examples() {
        return "examples.jsonl";
    }

    @Override
    public String runs(String role) {
        return "runs." + role + ".jsonl";
    }

    @Override
    public String said() {
        return "feedback.jsonl";
    }

    @Override
    public ObjectNode example(SideBySide pair, Format.Origin origin) {
        Question question = pair.question();
        ObjectNode example = JsonLine.object().put("id", uuid(pair, "example"));
        ObjectNode inputs = example.putObject("inputs");
        inputs.set(question.input().isArray() ? "messages" : "input", question.input());
        if (!question.contexts().isEmpty()) {
            question.contextTexts().forEach(inputs.putArray("contexts")::add);
        }
        example.putObject("outputs").put("output", question.reference());
        ObjectNode metadata = example.putObject("metadata");
        metadata.setAll(question.metadata());
        metadata.put("understudy_id", pair.id());
        example.put("split", question.category() == null ? "base" : question.category());
        example.put("source_run_id", uuid(pair, "legacy"));
        example.putObject("attachments");
        return example;
    }

    @Override
    public ObjectNode run(SideBySide pair, Reply reply, String role, Format.Origin origin) {
        ObjectNode run = JsonLine.object().put("id", uuid(pair, role)).put("trace_id", uuid(pair, role));
        run.put("name", reply.model()).put("run_type", "llm");
        run.put("start_time", pair.time().toString());
        run.put("end_time", after(pair, reply.latencyMs()));
        ObjectNode inputs = run.putObject("inputs");
        inputs.set("messages", pair.question().messages());
        if (reply.output() == null) {
            run.putNull("outputs");
        } else {
            run.putObject("outputs").set("output", reply.output());
        }
        run.put("error", reply.error());
        run.putArray("tags").add("understudy").add(role);
        run.put("reference_example_id", uuid(pair, "example"));
        run.put("first_token_time", reply.firstTokenMs() == null ? null : after(pair, reply.firstTokenMs()));
        Long input = reply.inputTokens();
        Long output = reply.outputTokens();
        run.put("prompt_tokens", input).put("completion_tokens", output);
        run.put("total_tokens", input == null || output == null ? null : (Long) (input + output));
        run.put("total_cost", reply.cost());
        return run;
    }

    private static String after(SideBySide pair, @Nullable Double millis) {
        return (millis == null ? pair.time() : pair.time().plusNanos((long) (millis * NANOS_PER_MILLI))).toString();
    }

    /** One line for each side: the last two fields make two of them a comparison. */
    @Override
    public List<ObjectNode> said(SideBySide pair) {
        List<ObjectNode> said = new ArrayList<>();
        for (Judgment judgment : pair.said().judgments()) {
            judgment.verdict().ifPresent(choice -> both(said, pair, judgment.judge(), choice, "model"));
        }
        for (Vote vote : pair.said().votes()) {
            if (vote.choice() != null) {
                both(said, pair, vote.rater(), vote.choice(), "app");
            }
        }
        return said;
    }

    private static void both(List<ObjectNode> said, SideBySide pair, String by, Choice choice, String source) {
        for (Choice side : List.of(Choice.LEGACY, Choice.CANDIDATE)) {
            String run = uuid(pair, side.label());
            ObjectNode feedback =
                    JsonLine.object().put("run_id", run).put("trace_id", run).put("key", "preference");
            feedback.put("score", choice == Choice.TIE ? 0.5 : choice == side ? 1.0 : 0.0);
            feedback.put("value", choice.label()).put("comment", by).putNull("correction");
            feedback.putObject("feedback_source").put("type", source);
            feedback.put("comparative_experiment_id", uuid("comparison of " + pair.route()));
            feedback.put("feedback_group_id", uuid(pair.pairId() + " by " + by));
            said.add(feedback);
        }
    }

    private static String uuid(SideBySide pair, String what) {
        return uuid(pair.pairId() + " " + what);
    }

    /** The same for the same pair, so that a second upload changes what the first made. */
    private static String uuid(String text) {
        String hex = Sha256.of(text);
        long high = Long.parseUnsignedLong(hex.substring(0, 16), 16);
        long low = Long.parseUnsignedLong(hex.substring(16, 32), 16);
        return new UUID((high & ~0xF000L) | 0x8000L, (low >>> 2) | Long.MIN_VALUE).toString();
    }

    @Override
    public String exampleId(JsonNode example) throws MalformedRecordException {
        return JsonLine.require(example, "id");
    }

    @Override
    public Question question(JsonNode example) {
        JsonNode inputs = example.path("inputs");
        JsonNode metadata = example.path("metadata");
        ObjectNode noted = metadata instanceof ObjectNode object ? object.deepCopy() : JsonLine.object();
        noted.remove("understudy_id");
        String split = JsonLine.text(example, "split");
        String text = JsonLine.firstText(inputs, "input", "question", "query", "prompt");
        JsonNode input = inputs.path("messages").isArray()
                ? inputs.path("messages")
                : noted.textNode(text == null ? inputs.toString() : text);
        return Question.of("")
                .input(input)
                .reference(JsonLine.firstText(example.path("outputs"), "output", "answer", "expected"))
                .contexts(Question.passages(inputs.path("contexts")), List.of())
                .category("base".equals(split) ? null : split)
                .metadata(noted);
    }

    @Override
    public String exampleOf(JsonNode run) throws MalformedRecordException {
        return JsonLine.require(run, "reference_example_id");
    }

    @Override
    public Reply reply(JsonNode run, String role) {
        String named = JsonLine.text(run, "name");
        String model = named == null ? role : named;
        JsonNode outputs = run.path("outputs");
        JsonNode output = outputs.size() == 1 && outputs.has("output") ? outputs.path("output") : outputs;
        if (output.isMissingNode() || output.isNull()) {
            return Reply.failed(model, run.path("error").asText("no outputs"));
        }
        return Reply.of(model, output)
                .took(between(run, "first_token_time"), between(run, "end_time"))
                .tokens(JsonLine.whole(run, "prompt_tokens"), JsonLine.whole(run, "completion_tokens"))
                .costing(JsonLine.number(run, "total_cost"));
    }

    private static @Nullable Double between(JsonNode run, String end) {
        try {
            Instant start = JsonLine.time(run, "start_time");
            long nanos = Duration.between(start, JsonLine.time(run, end)).toNanos();
            return nanos <= 0 ? null : (Double) (nanos / NANOS_PER_MILLI);
        } catch (MalformedRecordException noTime) {
            return null;
        }
    }
}
