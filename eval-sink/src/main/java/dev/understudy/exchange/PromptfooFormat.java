package dev.understudy.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.judge.Choice;
import dev.understudy.judge.Judgment;
import dev.understudy.judge.Vote;
import dev.understudy.log.JsonLine;
import dev.understudy.pair.MalformedRecordException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * promptfoo: a configuration whose provider {@code echo} gives back what was recorded, legacy's and the candidate's side by
 * side, to be looked at and scored there; and the results of such an evaluation.
 */
record PromptfooFormat() implements Format {
    /** promptfoo holds all of it in memory too, and its table more than once. */
    static final int TESTS_MAX = 100_000;

    /** Behind the side's name: why there is no answer of it. */
    private static final String ERROR = "Error";

    private static final Pattern OPENING = Pattern.compile("\\{(?=[{%#])");
    private static final Pattern END_OF_COMMENT = Pattern.compile("#(?=\\})");
    private static final Pattern REFERENCE = Pattern.compile("\\s*[A-Za-z][A-Za-z0-9+.-]*:");
    private static final String BRACE = "{{ '{' }}";
    private static final String HASH = "{{ '#' }}";
    private static final String NOTHING = "{{ '' }}";

    private static final List<String> SIDES = List.of("legacy", "candidate");

    @Override
    public String name() {
        return "promptfoo";
    }

    @Override
    public String about() {
        return "promptfoo configuration with provider echo (promptfoo eval -c FILE.json); reads its JSON output";
    }

    @Override
    public Shape shape() {
        return Shape.FILE;
    }

    @Override
    public Export export(Target target, Origin origin) throws IOException {
        ArrayNode tests = JsonLine.array();
        return new Export() {
            @Override
            public void add(SideBySide pair) throws IOException {
                if (tests.size() == TESTS_MAX) {
                    throw new IOException(
                            "promptfoo: more than " + TESTS_MAX + " pairs (expected: fewer; use --limit)");
                }
                tests.add(test(pair));
            }

            @Override
            public void close() throws IOException {
                ObjectNode config = JsonLine.object();
                config.put("description", "understudy " + origin.route() + " " + origin.time());
                ArrayNode prompts = config.putArray("prompts");
                SIDES.forEach(side ->
                        prompts.addObject().put("raw", "{{" + side + "}}").put("label", side));
                config.putArray("providers").add("echo");
                config.set("tests", tests);
                Target.document(target, "promptfooconfig.json", config);
            }
        };
    }

    private static ObjectNode test(SideBySide pair) {
        ObjectNode test = JsonLine.object();
        test.put("description", pair.id());
        ObjectNode vars = test.putObject("vars");
        vars.put("input", literal(pair.question().text()));
        vars.put("legacy", literal(text(pair.legacy())));
        vars.put("candidate", literal(text(pair.candidate())));
        String reference = pair.question().reference();
        if (reference != null) {
            vars.put("reference", literal(reference));
            test.putArray("assert")
                    .addObject()
                    .put("type", "rouge-n")
                    .put("value", literal(reference))
                    .put("threshold", 0)
                    .put("metric", "rouge_1");
        }
        ObjectNode noted = test.putObject("metadata");
        noted.put("id", pair.id()).put("route", pair.route());
        noted.put("legacyModel", model(pair.legacy())).put("candidateModel", model(pair.candidate()));
        missing(noted, "legacy", pair.legacy());
        missing(noted, "candidate", pair.candidate());
        if (pair.question().category() != null) {
            noted.put("category", pair.question().category());
        }
        return test;
    }

    /** An answer that never came is no empty one. */
    private static void missing(ObjectNode noted, String side, @Nullable Reply reply) {
        if (reply == null || reply.output() == null) {
            noted.put(side + ERROR, reply == null || reply.error() == null ? "no answer" : reply.error());
        }
    }

    private static String text(@Nullable Reply reply) {
        return reply == null ? "" : reply.text();
    }

    private static @Nullable String model(@Nullable Reply reply) {
        return reply == null ? null : reply.model();
    }

    /**
     * promptfoo takes variables for templates, and those that begin with {@code file://} and the like for files. What a model
     * said must be neither: whatever opens or closes something becomes an expression that gives just that.
     */
    private static String literal(String text) {
        String plain =
                END_OF_COMMENT.matcher(OPENING.matcher(text).replaceAll(BRACE)).replaceAll(HASH);
        return REFERENCE.matcher(text).lookingAt() ? NOTHING + plain : plain;
    }

    @Override
    public void read(List<Path> files, Received received) throws IOException, MalformedRecordException {
        for (Path file : files) {
            ObjectNode output = JsonLines.document(file);
            JsonNode results = output.path("results").path("results");
            if (output.path("tests").isArray()) {
                configured(output.path("tests"), received);
                continue;
            }
            if (!results.isArray()) {
                throw new MalformedRecordException(
                        file + ": no results.results (expected: what promptfoo eval --output FILE.json writes)");
            }
            Map<Integer, List<JsonNode>> byTest = new TreeMap<>();
            for (JsonNode result : results) {
                byTest.computeIfAbsent(result.path("testIdx").asInt(), test -> new ArrayList<>())
                        .add(result);
            }
            for (Map.Entry<Integer, List<JsonNode>> test : byTest.entrySet()) {
                try {
                    test(test.getKey(), test.getValue(), received);
                } catch (MalformedRecordException e) {
                    received.bad(file.getFileName() + " test " + test.getKey(), String.valueOf(e.getMessage()));
                }
            }
        }
    }

    /** A configuration of ours holds both answers itself. */
    private static void configured(JsonNode tests, Received received) throws IOException {
        int number = 0;
        for (JsonNode test : tests) {
            JsonNode vars = test.path("vars");
            JsonNode noted = test.path("metadata");
            String id = noted.path("id").asText(Integer.toString(number++));
            if (!vars.has("legacy") || !vars.has("candidate")) {
                received.bad(
                        "test " + id, "no vars legacy and candidate (expected: a configuration that was exported)");
            } else {
                received.question(
                        id,
                        question(vars, noted, vars.path("input").asText()),
                        configured(vars, noted, "legacy"),
                        configured(vars, noted, "candidate"));
            }
        }
    }

    private static Reply configured(JsonNode vars, JsonNode noted, String side) {
        String model = noted.path(side + "Model").asText(side);
        String error = JsonLine.text(noted, side + ERROR);
        return error == null ? Reply.of(model, plain(vars.path(side).asText())) : Reply.failed(model, error);
    }

    private static Question question(JsonNode vars, JsonNode noted, String input) {
        return Question.of(plain(input))
                .reference(plainOrNull(JsonLine.firstText(vars, "reference", "expected")))
                .category(JsonLine.text(noted, "category"));
    }

    private static void test(int number, List<JsonNode> results, Received received)
            throws IOException, MalformedRecordException {
        if (results.size() != 2) {
            throw new MalformedRecordException(
                    results.size() + " outputs (expected: two, legacy's and the candidate's)");
        }
        boolean isSwapped = label(results.get(0)).equals("candidate")
                || label(results.get(1)).equals("legacy");
        JsonNode legacy = results.get(isSwapped ? 1 : 0);
        JsonNode candidate = results.get(isSwapped ? 0 : 1);
        JsonNode noted = legacy.path("metadata").has("id")
                ? legacy.path("metadata")
                : legacy.path("testCase").path("metadata");
        String known = JsonLine.text(noted, "id");
        String id = known == null ? Integer.toString(number) : known;
        JsonNode vars = legacy.path("vars");
        String input = JsonLine.firstText(vars, "input", "question", "query", "prompt");
        Reply legacyReply = reply(legacy, noted, "legacy");
        Reply candidateReply = reply(candidate, noted, "candidate");
        received.question(
                id,
                question(
                        vars,
                        noted,
                        input == null ? legacy.path("prompt").path("raw").asText() : input),
                legacyReply,
                candidateReply);
        Judgment.Sides sides = new Judgment.Sides(
                legacyReply.model(), candidateReply.model(), chars(legacyReply), chars(candidateReply));
        selected(id, legacy, candidate, sides, received);
        rubrics(id, legacy, candidate, sides, received);
        thumbs(id, legacy, candidate, received);
    }

    private static String label(JsonNode result) {
        return result.path("prompt").path("label").asText();
    }

    private static Reply reply(JsonNode result, JsonNode noted, String side) {
        String recorded = JsonLine.text(noted, side + "Model");
        String provider = JsonLine.firstText(result.path("provider"), "label", "id");
        String model = recorded != null ? recorded : provider == null || provider.isEmpty() ? label(result) : provider;
        JsonNode response = result.path("response");
        JsonNode output = response.path("output");
        JsonNode usage = response.path("tokenUsage");
        String never = JsonLine.text(noted, side + ERROR);
        if (never != null || output.isMissingNode() || output.isNull()) {
            String error = never == null ? JsonLine.firstText(result, "error", "failureReason") : never;
            return Reply.failed(model, error == null ? "no output" : error);
        }
        return Reply.of(model, output)
                .took(null, recorded == null ? JsonLine.number(result, "latencyMs") : null)
                .tokens(JsonLine.whole(usage, "prompt"), JsonLine.whole(usage, "completion"))
                .costing(recorded == null ? JsonLine.number(result, "cost") : null)
                .finishing(JsonLine.text(response, "finishReason"));
    }

    private static int chars(Reply reply) {
        return reply.text().codePointCount(0, reply.text().length());
    }

    /** {@code select-best}: a judge saw both once, in the order of the table. */
    private static void selected(
            String id, JsonNode legacy, JsonNode candidate, Judgment.Sides sides, Received received)
            throws IOException {
        JsonNode left = component(legacy, "select-best");
        JsonNode right = component(candidate, "select-best");
        if (left.isMissingNode() || right.isMissingNode()) {
            return;
        }
        boolean legacyWon = left.path("pass").asBoolean();
        boolean candidateWon = right.path("pass").asBoolean();
        Choice choice = legacyWon == candidateWon ? Choice.TIE : legacyWon ? Choice.LEGACY : Choice.CANDIDATE;
        Judgment.Round round = Judgment.Round.of(
                Judgment.Shown.LEGACY_FIRST, choice, right.path("reason").asText());
        judged(id, "promptfoo/select-best", left, sides, List.of(round), received);
    }

    /** Model-graded scores of each answer alone. */
    private static void rubrics(String id, JsonNode legacy, JsonNode candidate, Judgment.Sides sides, Received received)
            throws IOException {
        for (String type : List.of("llm-rubric", "g-eval", "model-graded-closedqa", "factuality")) {
            JsonNode left = component(legacy, type);
            JsonNode right = component(candidate, type);
            if (!left.isMissingNode() && !right.isMissingNode()) {
                List<Judgment.Round> rounds = List.of(
                        Judgment.Round.of(
                                Judgment.Shown.LEGACY_ALONE,
                                left.path("score").asDouble(),
                                left.path("reason").asText()),
                        Judgment.Round.of(
                                Judgment.Shown.CANDIDATE_ALONE,
                                right.path("score").asDouble(),
                                right.path("reason").asText()));
                judged(id, "promptfoo/" + type, left, sides, rounds, received);
            }
        }
    }

    private static void judged(
            String id,
            String judge,
            JsonNode component,
            Judgment.Sides sides,
            List<Judgment.Round> rounds,
            Received received)
            throws IOException {
        JsonNode provider = component.path("assertion").path("provider");
        String model = provider.isTextual()
                ? provider.textValue()
                : provider.path("id").asText("unknown");
        Judgment.By by =
                new Judgment.By(model, component.path("assertion").path("value").asText(), "", Double.NaN);
        received.judgment(
                id,
                (pair, route, time) ->
                        new Judgment(pair, route, judge, by, sides, rounds, Judgment.Spent.UNKNOWN, time));
    }

    /** Thumbs that somebody gave in promptfoo's table: which answer is better, where both have one. */
    private static void thumbs(String id, JsonNode legacy, JsonNode candidate, Received received) throws IOException {
        JsonNode left = component(legacy, "human");
        JsonNode right = component(candidate, "human");
        if (left.isMissingNode() && right.isMissingNode()) {
            return;
        }
        Map<String, Double> scores = new TreeMap<>();
        if (!left.isMissingNode()) {
            scores.put("thumb/legacy", left.path("pass").asBoolean() ? 1.0 : 0.0);
        }
        if (!right.isMissingNode()) {
            scores.put("thumb/candidate", right.path("pass").asBoolean() ? 1.0 : 0.0);
        }
        Double first = scores.get("thumb/legacy");
        Double second = scores.get("thumb/candidate");
        Choice choice = first == null || second == null ? null : Choice.of(first, second);
        received.vote(
                id,
                (pair, route, time) ->
                        new Vote(pair, route, "promptfoo", choice, scores, List.of(), List.of(), null, time));
    }

    private static JsonNode component(JsonNode result, String type) {
        for (JsonNode component : result.path("gradingResult").path("componentResults")) {
            if (component.path("assertion").path("type").asText().equals(type)) {
                return component;
            }
        }
        return result.path("/");
    }

    private static @Nullable String plainOrNull(@Nullable String text) {
        return text == null ? null : plain(text);
    }

    private static String plain(String text) {
        return text.replace(NOTHING, "").replace(BRACE, "{").replace(HASH, "#");
    }
}
