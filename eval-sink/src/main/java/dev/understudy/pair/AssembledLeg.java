package dev.understudy.pair;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A leg as it is kept: a stream's body is the answer it adds up to, and the tokens it names are counted. */
final class AssembledLeg {
    private static final String EVENT_STREAM = "text/event-stream";

    private AssembledLeg() {}

    /** The leg itself when there is nothing to add. */
    static Leg of(Leg leg) {
        Body body = leg.body();
        if (body == null || body.omitted() != null || isEncoded(leg)) {
            return leg;
        }
        if (leg.stream() == null && isEventStream(leg)) {
            return stream(leg, body).leg();
        }
        return leg.tokens() != null || !AnswerFacts.mayBeIn(body.bytes())
                ? leg
                : document(leg, body).leg();
    }

    /** A leg whose answer was read to its end, and what it said of itself. */
    record Read(Leg leg, AnswerFacts facts) {}

    /** Reads an answer that may be an LLM's, whether it names its tokens or not; null when it cannot be one. */
    static @Nullable Read read(Leg leg) {
        Body body = leg.body();
        if (body == null || body.omitted() != null || body.bytes().length == 0 || isEncoded(leg)) {
            return null;
        }
        if (leg.stream() == null && isEventStream(leg)) {
            return stream(leg, body);
        }
        return AnswerFacts.mayBeAnswer(body.bytes()) ? document(leg, body) : null;
    }

    private static Read stream(Leg leg, Body body) {
        StreamAssembly assembly = StreamAssembly.of(body.bytes(), body.truncated());
        Leg assembled = with(
                leg,
                leg.headers(),
                new Body(assembly.json(), body.length(), body.truncated()),
                leg.tokens() == null ? assembly.tokens() : leg.tokens(),
                generation(leg, assembly.facts()),
                assembly.stream());
        return new Read(assembled, assembly.facts());
    }

    private static Read document(Leg leg, Body body) {
        AnswerFacts facts = AnswerFacts.of(body.bytes());
        Leg known = with(leg, leg.headers(), body, facts.tokens(), generation(leg, facts), leg.stream());
        return new Read(known, facts);
    }

    static Leg withBody(Leg leg, Body body) {
        return with(leg, leg.headers(), body, leg.tokens(), leg.generation(), leg.stream());
    }

    static Leg withHeaders(Leg leg, Map<String, String> headers) {
        return with(leg, headers, leg.body(), leg.tokens(), leg.generation(), leg.stream());
    }

    static Leg withTokens(Leg leg, Leg.Tokens tokens, Leg.@Nullable Cost cost) {
        return with(leg, leg.headers(), leg.body(), tokens, leg.generation().costing(cost), leg.stream());
    }

    /** Whether the body is compressed, so that its bytes say nothing to us. */
    static boolean isEncoded(Leg leg) {
        return isEncoded(leg.headers().get("content-encoding"));
    }

    static boolean isEncoded(@Nullable String contentEncoding) {
        return contentEncoding != null
                && !contentEncoding.isBlank()
                && !contentEncoding.strip().equalsIgnoreCase("identity");
    }

    private static boolean isEventStream(Leg leg) {
        String type = leg.headers().get("content-type");
        return type != null && type.strip().toLowerCase(Locale.ROOT).startsWith(EVENT_STREAM);
    }

    /** What was seen on the wire counts before what can be read from what was kept. */
    private static Leg.Generation generation(Leg leg, AnswerFacts facts) {
        Leg.Generation seen = leg.generation();
        return new Leg.Generation(
                seen.reportedModel() == null ? facts.model() : seen.reportedModel(),
                seen.finishReason() == null ? facts.finishReason() : seen.finishReason(),
                seen.interToken(),
                seen.cost());
    }

    private static Leg with(
            Leg leg,
            Map<String, String> headers,
            @Nullable Body body,
            Leg.@Nullable Tokens tokens,
            Leg.Generation generation,
            Leg.@Nullable Stream stream) {
        return new Leg(
                leg.role(),
                leg.model(),
                leg.endpoint(),
                leg.attempts(),
                leg.outcome(),
                leg.cause(),
                leg.status(),
                headers,
                body,
                leg.times(),
                tokens,
                generation,
                leg.rewritten(),
                stream);
    }
}
