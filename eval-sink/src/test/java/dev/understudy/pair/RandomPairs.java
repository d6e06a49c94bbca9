package dev.understudy.pair;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Pairs, feedback and pulses with everything in them that a client or a model could send, the same for the same seed. */
public final class RandomPairs {
    private static final String[] PIECES = {
        "a",
        "search",
        " ",
        "\"",
        "\\",
        "/",
        "\n",
        "\r\n",
        "\t",
        "\u0000",
        "\u001b[31m",
        "\u007f",
        "\u2028",
        "\u2029",
        "é",
        "検索",
        "😀",
        "\u202e",
        "</script>",
        "{}",
        "null",
        "data: x\n\n"
    };

    private final Random random;

    public RandomPairs(long seed) {
        random = new Random(seed);
    }

    public Pair pair() {
        List<Leg> legs = new ArrayList<>();
        for (int leg = random.nextInt(4); leg > 0; leg--) {
            legs.add(leg());
        }
        return new Pair(
                text(),
                time(),
                text(),
                random.nextLong(Long.MAX_VALUE),
                text(),
                text(),
                text(),
                maybe(() -> new Pair.Unit(text(), text(), text())),
                text(),
                maybe(this::text),
                number(),
                number(),
                new Request(text(), text(), texts(), body()),
                legs,
                maybe(() -> new Pair.Interleaving(text(), random.nextBoolean(), items())),
                random.nextBoolean() ? List.of() : List.of(feedback(), feedback()));
    }

    public Feedback feedback() {
        return new Feedback(text(), text(), maybe(this::text), maybe(this::text), maybe(this::number), text(), time());
    }

    public Pulse pulse() {
        return new Pulse(
                time(),
                text(),
                text(),
                text(),
                Map.of(text(), number()),
                count(),
                count(),
                Map.of(text(), count()),
                Map.of(text(), count()),
                Map.of(text(), count()),
                Map.of(text(), count()),
                random.nextBoolean() ? Map.of() : Map.of(text(), sketch()),
                random.nextBoolean() ? Map.of() : Map.of(text(), count()),
                random.nextBoolean() ? Map.of() : Map.of(text(), number()));
    }

    private DurationSketch sketch() {
        return new DurationSketch(Map.of(random.nextInt(DurationSketch.BUCKETS), 1 + random.nextLong(1000)));
    }

    private Leg leg() {
        return new Leg(
                pick(Leg.Role.values()),
                text(),
                maybe(this::text),
                random.nextInt(5),
                pick(Leg.Outcome.values()),
                maybe(this::text),
                maybe(() -> 100 + random.nextInt(500)),
                texts(),
                maybe(this::body),
                random.nextBoolean()
                        ? Leg.Times.NONE
                        : new Leg.Times(maybe(this::number), number(), maybe(this::number), maybe(this::number)),
                maybe(this::tokens),
                generation(),
                random.nextBoolean(),
                maybe(() -> new Leg.Stream(random.nextInt(1000), random.nextBoolean())));
    }

    private Leg.Tokens tokens() {
        return new Leg.Tokens(
                count(), count(), maybe(this::count), maybe(this::count), random.nextBoolean(), random.nextBoolean());
    }

    private Leg.Generation generation() {
        return new Leg.Generation(
                maybe(this::text),
                maybe(this::text),
                maybe(() -> new Leg.InterToken(1 + random.nextInt(99), number(), number(), number())),
                maybe(() -> new Leg.Cost(number(), text())));
    }

    private Body body() {
        byte[] bytes;
        if (random.nextInt(3) == 0) {
            bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
        } else {
            bytes = text().getBytes(StandardCharsets.UTF_8);
        }
        return new Body(bytes, count(), false, maybe(this::text));
    }

    private List<Pair.Item> items() {
        return List.of(new Pair.Item(text(), "legacy"), new Pair.Item(text(), "candidate"));
    }

    private Map<String, String> texts() {
        Map<String, String> texts = new HashMap<>();
        for (int entry = random.nextInt(4); entry > 0; entry--) {
            texts.put("x-" + text(), text());
        }
        return texts;
    }

    public String text() {
        StringBuilder text = new StringBuilder();
        for (int piece = random.nextInt(6); piece > 0; piece--) {
            text.append(pick(PIECES));
        }
        return text.toString();
    }

    private Instant time() {
        return Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L));
    }

    private double number() {
        return random.nextInt(5) == 0
                ? random.nextInt(100)
                : random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
    }

    private long count() {
        return random.nextLong(Long.MAX_VALUE);
    }

    private <T> @Nullable T maybe(Supplier<T> supplier) {
        return random.nextBoolean() ? supplier.get() : null;
    }

    private <T> T pick(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
