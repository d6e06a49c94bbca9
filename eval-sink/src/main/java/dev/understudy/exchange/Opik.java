package dev.understudy.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.judge.Choice;
import dev.understudy.judge.Judgment;
import dev.understudy.judge.Vote;
import dev.understudy.log.JsonLine;
import dev.understudy.pair.MalformedRecordException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Comet Opik: dataset items, the items of two experiments as its compare view shows them, and feedback scores. */
record Opik() implements RunsFormat.Platform {
    @Override
    public String name() {
        return "opik";
    }

    @Override
    public String about() {
        return "Opik: dataset items, experiment items (legacy, candidate) and feedback scores, JSON lines";
    }

    @Override
    public String examples() {
        return "dataset-items.jsonl";
    }

    @Override
    public String runs(String role) {
        return "experiment-items." + role + ".jsonl";
    }

    @Override
    public String said() {
        return "feedback-scores.jsonl";
    }

    @Override
    public ObjectNode example(SideBySide pair, Format.Origin origin) {
        Question question = pair.question();
        ObjectNode item = JsonLine.object().put("id", pair.id());
        item.put("trace_id", pair.pairId() + "-legacy").putNull("span_id");
        item.put("source", "sdk");
        ObjectNode data = item.putObject("data");
        data.set("input", question.input());
        data.put("expected_output", question.reference());
        if (!question.contexts().isEmpty()) {
            question.contextTexts().forEach(data.putArray("context")::add);
        }
        if (question.category() != null) {
            data.put("category", question.category());
        }
        if (!question.metadata().isEmpty()) {
            data.set("metadata", question.metadata());
        }
        return item;
    }

    @Override
    public ObjectNode run(SideBySide pair, Reply reply, String role, Format.Origin origin) {
        ObjectNode item = JsonLine.object().put("id", pair.pairId() + "-" + role + "-item");
        item.put("experiment_id", "understudy/" + origin.route() + "/" + role);
        item.put("dataset_item_id", pair.id()).put("trace_id", pair.pairId() + "-" + role);
        item.putObject("input").set("input", pair.question().input());
        ObjectNode output = item.putObject("output").put("model", reply.model());
        if (reply.output() == null) {
            output.put("error", reply.error());
        } else {
            output.set("output", reply.output());
        }
        var scores = item.putArray("feedback_scores");
        pair.said()
                .judgments()
                .forEach(judgment -> judgment.verdict()
                        .ifPresent(choice -> scores.add(score(judgment.judge(), choice, role, "sdk"))));
        item.putArray("comments");
        item.put("total_estimated_cost", reply.cost()).put("duration", reply.latencyMs());
        ObjectNode usage = item.putObject("usage");
        Long input = reply.inputTokens();
        Long generated = reply.outputTokens();
        if (input != null && generated != null) {
            usage.put("prompt_tokens", input).put("completion_tokens", generated);
            usage.put("total_tokens", input + generated);
        }
        return item;
    }

    @Override
    public List<ObjectNode> said(SideBySide pair) {
        List<ObjectNode> said = new ArrayList<>();
        for (String role : List.of("legacy", "candidate")) {
            String trace = pair.pairId() + "-" + role;
            for (Judgment judgment : pair.said().judgments()) {
                judgment.verdict()
                        .ifPresent(choice -> said.add(
                                score(judgment.judge(), choice, role, "sdk").put("id", trace)));
            }
            for (Vote vote : pair.said().votes()) {
                if (vote.choice() != null) {
                    said.add(score(vote.rater(), Objects.requireNonNull(vote.choice()), role, "ui")
                            .put("id", trace));
                }
            }
        }
        return said;
    }

    /** 1 for the better answer, 0 for the worse, a half for both of a tie. */
    private static ObjectNode score(String by, Choice choice, String role, String source) {
        double value = choice == Choice.TIE ? 0.5 : choice.label().equals(role) ? 1 : 0;
        return JsonLine.object()
                .put("name", "preference/" + by)
                .put("category_name", choice.label())
                .put("value", value)
                .put("reason", "")
                .put("source", source);
    }

    @Override
    public String exampleId(JsonNode example) throws MalformedRecordException {
        return JsonLine.require(example, "id");
    }

    /** The data is a free map; older versions had its parts beside it. */
    @Override
    public Question question(JsonNode example) {
        JsonNode data = example.path("data").isObject() ? example.path("data") : example;
        String text = JsonLine.firstText(data, "input", "question", "query", "user_question");
        JsonNode noted = data.path("metadata");
        return Question.of(text == null ? data.toString() : text)
                .input(text == null && data.path("input").isArray() ? data.path("input") : textNode(data, text))
                .reference(JsonLine.firstText(data, "expected_output", "reference", "answer"))
                .contexts(Question.passages(data.path("context")), List.of())
                .category(JsonLine.text(data, "category"))
                .metadata(noted instanceof ObjectNode object ? object : JsonLine.object());
    }

    private static JsonNode textNode(JsonNode data, @Nullable String text) {
        return JsonLine.object().textNode(text == null ? data.toString() : text);
    }

    @Override
    public String exampleOf(JsonNode run) throws MalformedRecordException {
        return JsonLine.require(run, "dataset_item_id");
    }

    @Override
    public Reply reply(JsonNode run, String role) {
        JsonNode output = run.path("output");
        String named = JsonLine.text(output, "model");
        String model = named == null ? role : named;
        JsonNode said = output.isObject() && output.has("output") ? output.path("output") : output;
        if (said.isMissingNode() || said.isNull() || output.has("error")) {
            return Reply.failed(model, output.path("error").asText("no output"));
        }
        JsonNode usage = run.path("usage");
        return Reply.of(model, said)
                .took(null, JsonLine.number(run, "duration"))
                .tokens(JsonLine.whole(usage, "prompt_tokens"), JsonLine.whole(usage, "completion_tokens"))
                .costing(JsonLine.number(run, "total_estimated_cost"));
    }
}
