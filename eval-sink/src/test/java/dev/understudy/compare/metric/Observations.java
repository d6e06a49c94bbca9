package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.answer.Extracted;
import dev.understudy.compare.answer.Fault;
import dev.understudy.compare.answer.Truth;
import dev.understudy.compare.answer.TruthPlaces;
import dev.understudy.compare.statistics.HashSample;
import dev.understudy.config.Part;
import dev.understudy.pair.Body;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import dev.understudy.pair.Request;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Pairs with answers that a test makes by hand. */
final class Observations {
    static final TruthPlaces PLACES = new TruthPlaces(
            Map.of(
                    Part.LABEL, "/label",
                    Part.REFERENCE, "/reference",
                    Part.QRELS, "/qrels",
                    Part.RELEVANT_IDS, "/relevant",
                    Part.CONTEXTS, "/contexts",
                    Part.CONTEXT_IDS, "/found",
                    Part.VECTOR, "/vector",
                    Part.TIME, "/time",
                    Part.EVENT, "/event"),
            Optional.empty(),
            10);

    private static final Instant START = Instant.parse("2026-11-22T00:00:00Z");

    private Observations() {}

    static Subject text(String text) {
        return subject(Leg.Role.LEGACY, new Answer.Text(text));
    }

    static Subject failed(Leg.Role role) {
        Leg leg = new Leg(
                role, "m", null, 1, Leg.Outcome.TIMEOUT, "firstByte", null, Map.of(), null, Leg.Times.NONE, null);
        return new Subject(leg, new Extracted.Unusable(Fault.NOT_ANSWERED, ""));
    }

    /** It answered, and nothing can be made of it. */
    static Subject unusable(Leg.Role role, Fault fault) {
        return new Subject(leg(role, null), new Extracted.Unusable(fault, ""));
    }

    /** The gateway had no place for it. */
    static Subject notAsked(Leg.Role role) {
        Leg leg = new Leg(role, "m", null, 1, Leg.Outcome.SHED, "inFlight", null, Map.of(), null, Leg.Times.NONE, null);
        return new Subject(leg, new Extracted.Unusable(Fault.NOT_ANSWERED, ""));
    }

    static Subject answered(Leg.Role role, int status) {
        return answered(role, status, "{}");
    }

    /** Where legacy's body is this, a second after the one before. */
    static Observation answered(int second, String body) {
        Subject legacy = answered(Leg.Role.LEGACY, 200, body);
        return of(String.format("p%05d", second), START.plusSeconds(second), "{}", legacy, legacy, null);
    }

    private static Subject answered(Leg.Role role, int status, String body) {
        Leg leg = new Leg(role, "m", null, 1, Leg.Outcome.OK, null, status, Map.of(), body(body), Leg.Times.NONE, null);
        return new Subject(leg, new Extracted.Found(new Answer.Text(body)));
    }

    static Subject subject(Leg.Role role, Answer answer) {
        return new Subject(leg(role, null), new Extracted.Found(answer));
    }

    /** With what a leg's record holds beside the answer. */
    static Subject measured(Leg.Role role, Answer answer, Leg.Times times, Leg.@Nullable Tokens tokens, double price) {
        Leg.Generation generation =
                new Leg.Generation(null, "stop", new Leg.InterToken(1, 2.0, 3.0, 4.0), new Leg.Cost(price, "EUR"));
        return new Subject(
                new Leg(
                        role,
                        "m",
                        null,
                        1,
                        Leg.Outcome.OK,
                        null,
                        200,
                        Map.of(),
                        body("{}"),
                        times,
                        tokens,
                        generation,
                        false,
                        null),
                new Extracted.Found(answer));
    }

    static Subject finished(String reason) {
        return new Subject(leg(Leg.Role.LEGACY, reason), new Extracted.Found(new Answer.Text("x")));
    }

    /** Without anything that would have been right. */
    static Observation none() {
        return of("p", "{}", new Answer.Text(""), new Answer.Text(""), null);
    }

    /** With what a request says would have been right. */
    static Observation of(String id, String request, Answer legacy, Answer candidate, @Nullable Answer noise) {
        return of(
                id,
                request,
                subject(Leg.Role.LEGACY, legacy),
                subject(Leg.Role.CANDIDATE, candidate),
                noise == null ? null : subject(Leg.Role.NOISE, noise));
    }

    static Observation of(
            String id, String request, @Nullable Subject legacy, @Nullable Subject candidate, @Nullable Subject noise) {
        return of(id, START.plusSeconds(id.hashCode() & 0xffff), request, legacy, candidate, noise);
    }

    private static Observation of(
            String id,
            Instant time,
            String request,
            @Nullable Subject legacy,
            @Nullable Subject candidate,
            @Nullable Subject noise) {
        Pair pair = new Pair(
                id,
                time,
                "gw",
                0,
                "r",
                "1",
                "shadow",
                null,
                "m",
                "m",
                0.5,
                1,
                new Request("POST", "/", Map.of(), body(request)),
                List.of(),
                null,
                List.of());
        return new Observation(
                pair,
                legacy,
                candidate,
                noise,
                (id.hashCode() & 1) == 0 ? Observation.Arm.LEGACY : Observation.Arm.CANDIDATE,
                null,
                Events.NONE,
                new Truth(PLACES, pair, null, List.of()),
                HashSample.Key.of(id).hash());
    }

    private static Leg leg(Leg.Role role, @Nullable String finishReason) {
        return new Leg(
                role,
                "m",
                null,
                1,
                Leg.Outcome.OK,
                null,
                200,
                Map.of(),
                body("{}"),
                Leg.Times.NONE,
                null,
                new Leg.Generation(null, finishReason, null, null),
                false,
                null);
    }

    private static Body body(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Body(bytes, bytes.length, false);
    }
}
