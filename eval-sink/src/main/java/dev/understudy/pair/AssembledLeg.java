package dev.understudy.pair;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A leg as it is kept: a stream's body is the answer it adds up to, and the tokens it names are counted. What is called a
 * stream and has no event stays as it came.
 */
final class AssembledLeg {
    private static final String EVENT_STREAM = "text/event-stream";

    private AssembledLeg() {}

    /** The leg itself when there is nothing to add. */
    static Leg of(Leg leg) {
        Body body = leg.body();
        if (body == null || body.omitted() != null) {
            return leg;
        }
        if (leg.stream() == null && isEventStream(leg)) {
            Body events = plain(leg, body);
            return events == null ? leg : stream(leg, body, events).leg();
        }
        return leg.tokens() != null || PlainBody.isEncoded(leg) || !AnswerFacts.mayBeIn(body.bytes())
                ? leg
                : document(leg, body).leg();
    }

    /**
     * A leg whose answer was read to its end, and what it said of itself.
     *
     * @param answer what was read: the leg's body, without its compression
     */
    record Read(Leg leg, AnswerFacts facts, Body answer) {}

    /** Reads an answer that may be an LLM's, whether it names its tokens or not; null when it cannot be one. */
    static @Nullable Read read(Leg leg) {
        Body body = leg.body();
        if (body == null || body.omitted() != null || (PlainBody.isEncoded(leg) && !isStreamOrJson(leg))) {
            return null;
        }
        Body plain = plain(leg, body);
        if (plain == null) {
            return null;
        }
        if (leg.stream() == null && isEventStream(leg)) {
            return stream(leg, body, plain);
        }
        return AnswerFacts.mayBeAnswer(plain.bytes()) ? document(leg, plain) : null;
    }

    /** A body as it was before it was compressed, or what of it could be read; null when nothing could. */
    private static @Nullable Body plain(Leg leg, Body body) {
        ContentCoding.Plain plain = PlainBody.of(leg, body).orElse(null);
        return plain == null || plain.bytes().length == 0
                ? null
                : new Body(plain.bytes(), body.length(), body.truncated() || !plain.whole());
    }

    private static Read stream(Leg leg, Body body, Body events) {
        StreamAssembly assembly = StreamAssembly.of(events.bytes(), events.truncated());
        byte[] kept = assembly.stream().events() == 0 ? events.bytes() : assembly.json();
        Body answer = new Body(kept, body.length(), events.truncated());
        Leg assembled = with(
                leg,
                leg.headers(),
                answer,
                leg.tokens() == null ? assembly.tokens() : leg.tokens(),
                generation(leg, assembly.facts()),
                assembly.stream());
        return new Read(assembled, assembly.facts(), answer);
    }

    private static Read document(Leg leg, Body plain) {
        AnswerFacts facts = AnswerFacts.of(plain.bytes());
        Leg known = with(leg, leg.headers(), leg.body(), facts.tokens(), generation(leg, facts), leg.stream());
        return new Read(known, facts, plain);
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

    /** What is compressed is read for its own sake only where it may be worth it. */
    private static boolean isStreamOrJson(Leg leg) {
        return isEventStream(leg) || type(leg).toLowerCase(Locale.ROOT).contains("json");
    }

    private static boolean isEventStream(Leg leg) {
        String type = type(leg).strip();
        return type.regionMatches(true, 0, EVENT_STREAM, 0, EVENT_STREAM.length());
    }

    private static String type(Leg leg) {
        return leg.headers().getOrDefault("content-type", "");
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
