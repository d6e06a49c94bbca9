package dev.understudy.gateway.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.StreamSupport;

/**
 * Plays one visitor after the other: each tries the four routes once, in an order of their own, and says afterwards what
 * they made of the answers. One thread.
 */
final class Shopper {
    private static final double LABELS = 0.6;
    private static final double STREAMS = 0.5;
    private static final double RATES = 0.7;
    private static final double BLUNDERS = 0.02;

    /** How often somebody is content with a right answer, and with a wrong one. */
    private static final double CONTENT_RIGHT = 0.9;

    private static final double CONTENT_WRONG = 0.15;

    private static final List<String> NOT_UNDERSTOOD = List.of("{\"query\": ", "{}", "[1, 2]");

    private final Caller caller;
    private final Script script;
    private final Visitors visitors;
    private final Tally tally;
    private final Random random;
    private final Clicks clicks;
    private final Deque<DemoRoute> plans = new ArrayDeque<>();
    private String visitor = "";

    Shopper(Caller caller, Script script, Visitors visitors, Tally tally, Random random) {
        this.caller = caller;
        this.script = script;
        this.visitors = visitors;
        this.tally = tally;
        this.random = random;
        this.clicks = new Clicks(random);
    }

    /** Does the next thing: one request, and the feedback it gives rise to. */
    void step() throws InterruptedException {
        if (plans.isEmpty()) {
            visitor = visitors.next(random);
            List<DemoRoute> order = new ArrayList<>(List.of(DemoRoute.values()));
            Collections.shuffle(order, random);
            plans.addAll(order);
        }
        DemoRoute route = plans.remove();
        try {
            if (random.nextDouble() < BLUNDERS) {
                blunder(route);
            }
            switch (route) {
                case SEARCH -> search();
                case INTENT -> intent();
                case EMBEDDINGS -> embed();
                case CHAT -> chat();
            }
        } catch (IOException e) {
            tally.countFailed(route, "no answer: " + e);
        }
    }

    private void search() throws IOException, InterruptedException {
        Script.Question question = any(script.questions());
        Caller.Reply reply = ask(DemoRoute.SEARCH, Map.of("query", question.text(), "k", 10));
        if (reply.status() != 200) {
            return;
        }
        List<String> shown = StreamSupport.stream(reply.json().path("hits").spliterator(), false)
                .map(hit -> hit.path("id").asText())
                .toList();
        tell(clicks.on(shown, question).stream()
                .map(id -> event(reply, "click", "item", id))
                .toList());
    }

    private void intent() throws IOException, InterruptedException {
        Script.Message message = any(script.messages());
        Caller.Reply reply = ask(DemoRoute.INTENT, Map.of("text", message.text()));
        if (reply.status() == 200 && random.nextDouble() < LABELS) {
            tell(List.of(event(reply, "label", "label", message.intent())));
        }
    }

    private void embed() throws IOException, InterruptedException {
        ask(
                DemoRoute.EMBEDDINGS,
                Map.of("model", "minilm", "input", any(script.questions()).text()));
    }

    private void chat() throws IOException, InterruptedException {
        Script.Question question = any(script.questions());
        boolean streamed = random.nextDouble() < STREAMS;
        Caller.Reply reply = ask(
                DemoRoute.CHAT,
                Map.of(
                        "model",
                        "minilm",
                        "stream",
                        streamed,
                        "messages",
                        List.of(Map.of("role", "user", "content", question.text()))));
        if (reply.status() != 200) {
            return;
        }
        String answer = streamed
                ? assembled(reply)
                : reply.json().at("/choices/0/message/content").asText();
        if (random.nextDouble() < RATES) {
            double content = answer.contains(question.mention()) ? CONTENT_RIGHT : CONTENT_WRONG;
            tell(List.of(event(reply, "reward", "value", random.nextDouble() < content ? 1.0 : 0.0)));
        }
    }

    private String assembled(Caller.Reply reply) throws IOException {
        List<String> events = reply.body()
                .lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring("data: ".length()))
                .toList();
        if (events.isEmpty() || !events.get(events.size() - 1).equals("[DONE]")) {
            throw new IOException("the stream ended without [DONE]");
        }
        tally.countStreamed();
        StringBuilder answer = new StringBuilder();
        for (String event : events.subList(0, events.size() - 1)) {
            JsonNode delta = Caller.MAPPER.readTree(event).at("/choices/0/delta/content");
            answer.append(delta.asText());
        }
        return answer.toString();
    }

    private Caller.Reply ask(DemoRoute route, Map<String, Object> body) throws IOException, InterruptedException {
        Caller.Reply reply = caller.post(route.path(), visitor, Caller.MAPPER.writeValueAsString(body));
        if (reply.status() != 200) {
            tally.countFailed(route, "status " + reply.status() + ": " + reply.body());
        } else if (reply.id().isEmpty()) {
            tally.countFailed(route, "an answer without x-understudy-id");
        } else {
            tally.countAnswered(route);
        }
        return reply;
    }

    /** What people and their programs do wrong. It has to be answered with a 4xx, and to harm nobody. */
    private void blunder(DemoRoute route) throws IOException, InterruptedException {
        String body = any(NOT_UNDERSTOOD);
        String path = random.nextBoolean() ? route.path() : route.path() + "/nowhere";
        int status = caller.post(path, visitor, body).status();
        if (status >= 400 && status < 500) {
            tally.countRefused();
        } else {
            tally.countFailed(route, body + " at " + path + " got " + status + " (expected: 4xx)");
        }
    }

    private Map<String, Object> event(Caller.Reply reply, String event, String field, Object value) {
        return Map.of(
                "id", reply.id(), "event", event, field, value, "eventId", reply.id() + "-" + event + "-" + value);
    }

    private void tell(List<Map<String, Object>> events) throws InterruptedException {
        if (events.isEmpty()) {
            return;
        }
        try {
            Caller.Reply reply = caller.feedback(events);
            if (reply.status() / 100 == 2) {
                tally.countFeedback(events.size());
            } else {
                tally.countFeedbackFailed("status " + reply.status() + ": " + reply.body());
            }
        } catch (IOException e) {
            tally.countFeedbackFailed("no answer: " + e);
        }
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
