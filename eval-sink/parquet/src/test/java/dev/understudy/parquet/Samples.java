package dev.understudy.parquet;

import dev.understudy.pair.Body;
import dev.understudy.pair.Feedback;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import dev.understudy.pair.Request;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Pairs of every shape that there is, by a seed. */
final class Samples {
    static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final List<String> TEXTS = List.of(
            "",
            "plain",
            "{\"a\": [1, 2.50, null]}",
            "日本語 und Grüße 😀",
            "quote \" backslash \\ slash / tab \t line \n return \r",
            "nothing \u0000 and \u0001 \u001f \u007f \u2028",
            "'; DROP TABLE pairs; --",
            "null",
            "NaN");

    private final SplittableRandom random;

    Samples(long seed) {
        random = new SplittableRandom(seed);
    }

    static Pair pair(String id, String route, Instant time, List<Leg> legs) {
        return new Pair(
                id,
                time,
                "gw-1",
                1,
                route,
                "r",
                "shadow",
                null,
                "old",
                "old",
                1,
                1,
                new Request("POST", "/", Map.of("content-type", "application/json"), body("{\"q\": 1}")),
                legs,
                null,
                List.of());
    }

    static Leg leg(Leg.Role role, String model, String answer, double lastByteMs) {
        return new Leg(
                role,
                model,
                "http://127.0.0.1:9001",
                1,
                Leg.Outcome.OK,
                null,
                200,
                Map.of("content-type", "application/json", "x-tier", "canary"),
                body(answer),
                new Leg.Times(0.1, 3.9, null, lastByteMs),
                new Leg.Tokens(12, 7));
    }

    static Body body(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Body(bytes, bytes.length, false);
    }

    Pair next(int number) {
        return new Pair(
                "id-" + number + text(),
                NOON.plusMillis(random.nextLong(-86_400_000L, 86_400_000L)),
                text(),
                random.nextLong(0, Long.MAX_VALUE),
                List.of("search", "a/b c", "7", "ü=ß").get(random.nextInt(4)),
                text(),
                text(),
                chance() ? new Pair.Unit("user", text(), text()) : null,
                text(),
                maybe(text()),
                chance() ? random.nextDouble() : Double.NaN,
                chance() ? 1e-300 : 1.0 / 3,
                new Request(text(), text(), headers(), body()),
                legs(),
                chance() ? interleaving() : null,
                feedback("id-" + number));
    }

    private List<Leg> legs() {
        List<Leg> legs = new ArrayList<>();
        for (Leg.Role role : Leg.Role.values()) {
            if (chance()) {
                legs.add(leg(role));
            }
        }
        return legs;
    }

    private Leg leg(Leg.Role role) {
        Leg.Outcome[] outcomes = Leg.Outcome.values();
        return new Leg(
                role,
                text(),
                maybe(text()),
                random.nextInt(4),
                outcomes[random.nextInt(outcomes.length)],
                maybe(text()),
                chance() ? random.nextInt(100, 1000) : null,
                headers(),
                maybe(body()),
                chance()
                        ? new Leg.Times(maybe(number()), maybe(number()), maybe(number()), maybe(number()))
                        : Leg.Times.NONE,
                chance()
                        ? new Leg.Tokens(
                                random.nextLong(0, Long.MAX_VALUE), 1, maybe(3L), maybe(0L), chance(), chance())
                        : null,
                new Leg.Generation(
                        maybe(text()),
                        maybe(text()),
                        chance() ? new Leg.InterToken(3, number(), number(), number()) : null,
                        chance() ? new Leg.Cost(number(), text()) : null),
                chance(),
                chance() ? new Leg.Stream(random.nextInt(9), chance()) : null);
    }

    private Body body() {
        byte[] binary = {(byte) 0xff, 0, (byte) 0x80, (byte) random.nextInt(256)};
        return switch (random.nextInt(4)) {
            case 0 -> new Body(binary, 4, false);
            case 1 -> new Body(text().getBytes(StandardCharsets.UTF_8), 1L << 40, true);
            case 2 -> Body.EMPTY.without("shed");
            default -> body(text());
        };
    }

    private Pair.Interleaving interleaving() {
        return new Pair.Interleaving(
                "teamDraft",
                chance(),
                chance() ? List.of() : List.of(new Pair.Item(text(), "legacy"), new Pair.Item("b", "candidate")));
    }

    private List<Feedback> feedback(String id) {
        List<Feedback> events = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            events.add(new Feedback(
                    id,
                    text(),
                    maybe(text()),
                    maybe(text()),
                    maybe(chance() ? number() : Double.NaN),
                    id + ":" + i,
                    NOON.plusMillis(random.nextInt())));
        }
        return events;
    }

    private Map<String, String> headers() {
        return chance() ? Map.of() : Map.of("content-type", text(), "x-ü", text());
    }

    private double number() {
        return List.of(0.0, 0.1, -1.5, 1e300, Double.MIN_VALUE, 123456789.12345679)
                .get(random.nextInt(6));
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private boolean chance() {
        return random.nextBoolean();
    }

    private <T> @Nullable T maybe(T value) {
        return chance() ? value : null;
    }
}
