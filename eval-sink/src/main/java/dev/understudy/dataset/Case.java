package dev.understudy.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.exchange.SideBySide;
import dev.understudy.log.JsonLine;
import dev.understudy.pair.Body;
import dev.understudy.pair.Leg;
import dev.understudy.pair.MalformedRecordException;
import dev.understudy.pair.Pair;
import dev.understudy.pair.PairCodec;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One case of a data set: a recorded request with both answers, and why it is there.
 *
 * @param id within the set, and over all its versions: the pair's
 * @param kind what it is for
 * @param category null when it has none
 * @param expected what a right answer says or does; null when nobody has said
 * @param note why the case exists
 * @param pair as it was recorded
 */
public record Case(
        String id,
        Kind kind,
        @Nullable String category,
        @Nullable String expected,
        String note,
        Pair pair) {

    /** What a case is for. */
    public enum Kind {
        /** It stands for traffic. */
        SAMPLE,
        /** Its answer is known: a model that fails it is broken, whatever the averages say. */
        CANARY;

        /** As files write it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    ObjectNode toJson() throws MalformedRecordException {
        ObjectNode json = JsonLine.object().put("id", id).put("kind", kind.label());
        json.put("category", category).put("expected", expected).put("note", note);
        json.set("pair", JsonLine.parse(PairCodec.encode(pair)));
        return json;
    }

    static Case of(JsonNode json) throws MalformedRecordException {
        Kind kind = json.path("kind").asText().equals(Kind.CANARY.label()) ? Kind.CANARY : Kind.SAMPLE;
        return new Case(
                JsonLine.require(json, "id"),
                kind,
                JsonLine.text(json, "category"),
                JsonLine.text(json, "expected"),
                json.path("note").asText(),
                PairCodec.decode(JsonLine.bytes(json.path("pair"))));
    }

    /** The answer that was recorded; null without one. */
    @Nullable
    Leg recorded() {
        for (Leg leg : pair.legs()) {
            if (leg.role() == Leg.Role.LEGACY && leg.outcome() == Leg.Outcome.OK) {
                return leg;
            }
        }
        return null;
    }

    /** Whether the request can be sent again: all of it was kept. */
    boolean canBeSent() {
        Body body = pair.request().body();
        return !body.truncated() && body.omitted() == null;
    }

    /** What is asked, in words: what people who look at two requests would call the same. */
    String question() {
        StringBuilder text = new StringBuilder();
        SideBySide.of(pair, SideBySide.Said.NOTHING)
                .question()
                .messages()
                .forEach(
                        message -> text.append(message.path("content").asText()).append('\n'));
        return text.toString();
    }
}
