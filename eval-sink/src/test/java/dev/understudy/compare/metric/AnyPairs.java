package dev.understudy.compare.metric;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.answer.Box;
import dev.understudy.compare.answer.Extracted;
import dev.understudy.compare.answer.Extractor;
import dev.understudy.compare.answer.Mask;
import dev.understudy.compare.answer.Truth;
import dev.understudy.compare.statistics.HashSample;
import dev.understudy.config.Compare;
import dev.understudy.config.Compare.Profile;
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

/**
 * Seeded requests with every kind of answer, taking turns, so that each registered metric has something to say. Classes are two
 * with an even seed, three with an odd one.
 */
final class AnyPairs {
    static final int KINDS = 13;

    private static final Instant START = Instant.parse("2026-11-22T00:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> WORDS =
            List.of("the", "cat", "sat", "on", "a", "mat", "東京", "ja", "no", "yes", "{\"a\":1}", "sorry");

    private AnyPairs() {}

    /** How one and the same draw is laid out. */
    enum Turn {
        AS_DRAWN,
        /** Legacy is the candidate and the candidate legacy; without a twin, which is of one of them. */
        SWAPPED,
        /** As drawn, without a twin. */
        TWINLESS,
        /** Legacy gave the same answer twice. */
        TWIN_IS_LEGACY,
        /** Legacy's second answer is what the candidate said. */
        TWIN_IS_CANDIDATE
    }

    /** One side of a request, before it has a role. */
    private record Side(@Nullable Answer answer, double millis, int tokens) {
        Subject as(Leg.Role role) {
            return answer == null
                    ? Observations.failed(role)
                    : Observations.measured(
                            role,
                            answer,
                            new Leg.Times(1.0, 1 + millis / 2, 1 + 0.7 * millis, 1 + millis),
                            new Leg.Tokens(tokens, 2L * tokens),
                            tokens / 100.0);
        }
    }

    static List<Observation> drawn(long seed, int count, Turn turn) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Observation> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int kind = i % KINDS;
            int classes = seed % 2 == 0 ? 2 : 3;
            Side one = side(random, kind, classes);
            Side other = side(random, kind, classes);
            Side twin = random.nextInt(3) == 0 ? side(random, kind, classes) : null;
            all.add(laidOut(i, request(random, kind, classes), one, other, twin, events(random, i), turn));
        }
        return all;
    }

    /** The same answer everywhere. */
    static List<Observation> ties(int count) {
        List<Observation> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SplittableRandom random = new SplittableRandom(1);
            int kind = i % KINDS;
            Side same = new Side(answer(random, kind, 2), 10, 7);
            all.add(laidOut(i, request(random, kind, 2), same, same, same, Events.NONE, Turn.AS_DRAWN));
        }
        return all;
    }

    private static Observation laidOut(
            int number, String request, Side one, Side other, @Nullable Side twin, Events events, Turn turn) {
        boolean isOne = number / KINDS % 2 == 0;
        return switch (turn) {
            case AS_DRAWN -> observation(number, request, one, other, twin, events, isOne);
            case SWAPPED -> observation(number, request, other, one, null, events, !isOne);
            case TWINLESS -> observation(number, request, one, other, null, events, isOne);
            case TWIN_IS_LEGACY -> observation(number, request, one, other, one, events, isOne);
            case TWIN_IS_CANDIDATE -> observation(number, request, one, other, other, events, isOne);
        };
    }

    private static Observation observation(
            int number,
            String request,
            Side legacy,
            Side candidate,
            @Nullable Side twin,
            Events events,
            boolean isLegacyAssigned) {
        String id = "p" + number;
        byte[] body = request.getBytes(StandardCharsets.UTF_8);
        Pair pair = new Pair(
                id,
                START.plusSeconds(number),
                "gw",
                number,
                "r",
                "1",
                "ab",
                null,
                isLegacyAssigned ? "old" : "new",
                isLegacyAssigned ? "old" : "new",
                0.5,
                1,
                new Request("POST", "/", Map.of(), new Body(body, body.length, false)),
                List.of(),
                null,
                List.of());
        return new Observation(
                pair,
                legacy.as(Leg.Role.LEGACY),
                candidate.as(Leg.Role.CANDIDATE),
                twin == null ? null : twin.as(Leg.Role.NOISE),
                isLegacyAssigned ? Observation.Arm.LEGACY : Observation.Arm.CANDIDATE,
                null,
                events,
                new Truth(Observations.PLACES, pair, null, List.of()),
                HashSample.Key.of(id).hash());
    }

    private static Side side(SplittableRandom random, int kind, int classes) {
        Answer answer = answer(random, kind, classes);
        double millis = -20 * Math.log1p(-random.nextDouble());
        // Where a label says what was right, a failed answer is a class without a probability, and no figure of those
        // is known.
        boolean isLabelled = kind == 1 || kind == 2 || kind == 6 || kind == 7;
        boolean hasFailed = !isLabelled && random.nextInt(25) == 0;
        return new Side(hasFailed ? null : answer, millis, 1 + random.nextInt(40));
    }

    private static Events events(SplittableRandom random, int number) {
        List<Feedback> all = new ArrayList<>();
        String id = "p" + number;
        if (random.nextInt(3) == 0) {
            all.add(new Feedback(id, "click", "a0", null, null, id + "c", START));
        }
        if (random.nextInt(3) == 0) {
            all.add(new Feedback(id, "reward", null, null, random.nextInt(9) / 2.0, id + "r", START));
        }
        return new Events(all);
    }

    private static Answer answer(SplittableRandom random, int kind, int classes) {
        return switch (kind) {
            case 0 -> new Answer.Text(words(random));
            case 1 ->
                classes == 2 ? new Answer.Prediction(random.nextInt(2) + "", random.nextInt(5) / 4.0) : scored(random);
            case 2 -> new Answer.Quantity(random.nextInt(5));
            case 3 ->
                new Answer.Ranking(List.of("a" + random.nextInt(3), "b" + random.nextInt(3), "c" + random.nextInt(3)));
            case 4 -> new Answer.Vector(random.nextDouble(), random.nextDouble());
            case 5 ->
                new Answer.Cluster("c" + random.nextInt(3), new Answer.Vector(random.nextInt(3), random.nextDouble()));
            case 6 -> new Answer.Detected(List.of(box(random), box(random)));
            case 7 -> new Answer.Segmented(mask(random));
            case 8 -> new Answer.Risk(random.nextInt(9));
            case 9 -> new Answer.Text("", Answer.Details.NONE);
            case 10 -> new Answer.Text(words(random), details(random));
            case 11 ->
                new Answer.Text(
                        random.nextBoolean()
                                ? "this is what the house and the garden of the family look like"
                                : "das ist was das Haus und der Garten der Familie nicht mehr sind");
            default -> json(random);
        };
    }

    private static Answer scored(SplittableRandom random) {
        double first = 0.1 + random.nextInt(6) / 10.0;
        double second = (1 - first) * random.nextInt(5) / 4;
        return new Answer.Prediction(
                random.nextInt(3) + "", null, Map.of("0", first, "1", second, "2", 1 - first - second));
    }

    private static Answer.Details details(SplittableRandom random) {
        List<Boolean> passed = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            passed.add(random.nextInt(8) == 0);
        }
        return new Answer.Details(
                List.of(),
                random.nextInt(5) == 0,
                List.of(words(random) + " cat", "the mat"),
                List.of("d" + random.nextInt(3), "e" + random.nextInt(3)),
                -random.nextDouble(),
                passed);
    }

    private static Answer json(SplittableRandom random) {
        String extra = random.nextBoolean() ? "" : ",\"b\":" + random.nextInt(2);
        try {
            return new Answer.Json(JSON.readTree("{\"a\":" + random.nextInt(3) + extra + "}"));
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Box box(SplittableRandom random) {
        double left = random.nextInt(3);
        return new Box("b" + random.nextInt(2), random.nextDouble(), left, 0, left + 5, 5, false);
    }

    private static Mask mask(SplittableRandom random) {
        List<Integer> row = List.of(random.nextInt(3), random.nextInt(3), random.nextInt(3));
        Extracted found = Extractor.of(new Compare(Profile.SEGMENTATION)).from(JSON.valueToTree(List.of(row)));
        return ((Answer.Segmented) ((Extracted.Found) found).answer()).mask();
    }

    private static String words(SplittableRandom random) {
        List<String> words = new ArrayList<>();
        for (int i = random.nextInt(12); i > 0; i--) {
            words.add(WORDS.get(random.nextInt(WORDS.size())));
        }
        return String.join(" ", words);
    }

    private static String request(SplittableRandom random, int kind, int classes) {
        return switch (kind) {
            case 0 -> "{\"reference\":\"the cat sat on 東京\"}";
            case 1 -> "{\"label\":" + random.nextInt(classes) + "}";
            case 2 -> "{\"label\":" + (1 + random.nextInt(5)) + "}";
            case 3 -> "{\"qrels\":{\"a0\":2,\"b1\":1,\"c2\":0}}";
            case 6 -> "{\"label\":[{\"label\":\"b0\",\"bbox\":[0,0,5,5]},{\"label\":\"b1\",\"bbox\":[2,0,5,5]}]}";
            case 7 -> "{\"label\":[[0,1,2]]}";
            case 8 -> "{\"time\":" + random.nextInt(9) + ",\"event\":" + random.nextBoolean() + "}";
            case 10 ->
                "{\"reference\":\"the cat sat on 東京\",\"relevant\":[\"d1\",\"e2\"],\"contexts\":[\"the mat\"],"
                        + "\"found\":[\"d1\"]}";
            default -> "{}";
        };
    }
}
