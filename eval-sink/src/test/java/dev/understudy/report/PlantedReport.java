package dev.understudy.report;

import static dev.understudy.compare.PairsInMemory.failed;
import static dev.understudy.compare.PairsInMemory.leg;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.compare.PairsInMemory;
import dev.understudy.compare.Report;
import dev.understudy.config.Config;
import dev.understudy.judge.Choice;
import dev.understudy.judge.Findings;
import dev.understudy.judge.Judgment;
import dev.understudy.judge.Opinions;
import dev.understudy.judge.Remarks;
import dev.understudy.judge.Vote;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Leg.Role;
import dev.understudy.pair.Pair;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** Reports of pairs that were planted so that every part of a page has something to show. */
final class PlantedReport {
    private static final Instant NOW = PairsInMemory.START.plusSeconds(3600);
    private static final Config ROUTES = PairsInMemory.config("""
              - name: search
                match: {path: {prefix: /search}}
                interleave: {legacy: old, candidate: new, percent: 50, items: /hits, itemId: /id}
                record: {percent: 100}
              - name: details
                match: {path: {prefix: /details}}
                shadow: {legacy: old, candidates: [{model: new, percent: 100}], noise: {percent: 10}}
                record: {percent: 100}
                compare: {profile: json}
              - name: fraud
                match: {path: {prefix: /fraud}}
                shadow: {legacy: old, candidates: [{model: new, percent: 100}]}
                record: {percent: 100}
                compare:
                  profile: classification
                  prediction: /label
                  probability: /p
                  slice: [{name: region, answer: /region}]
              - name: chat
                match: {path: {prefix: /}}
                ab: {unit: request, arms: [{model: old, weight: 50}, {model: new, weight: 50}]}
                record: {percent: 100}
            """);

    private PlantedReport() {}

    /** @param scratch an empty directory */
    static Report of(Path scratch) throws IOException {
        PairsInMemory source = new PairsInMemory();
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 120; i++) {
            double millis = 5 + 20 * random.nextDouble();
            details(source, i, millis);
            search(source, i, millis);
            fraud(source, i, millis, random);
            chat(source, i, millis);
        }
        Map<String, Double> shares = Map.of("old", 1.0);
        source.pulse("fraud", shares, Map.of("old", 130L), 120, Map.of("queue_full", 6L, "sampled_out", 4L));
        opinions(scratch, source.all("details"));
        Set<String> ids = source.all("details").stream().map(Pair::id).collect(Collectors.toSet());
        source.opinions(
                Findings.of(scratch, "details", Optional.empty()),
                Remarks.of(scratch, "details", Optional.empty(), ids));
        return source.report(Optional.of(ROUTES), 2, 42);
    }

    private static void details(PairsInMemory source, int i, double millis) {
        String plain = json(Map.of("text", "the answer number " + i, "n", i, "tags", List.of("a", "b")));
        String other = json(
                i % 3 == 0
                        ? Map.of("text", "quite another answer " + i, "n", i + 1, "tags", List.of("a"), "extra", true)
                        : Map.of("text", "the answer number " + i, "n", i, "tags", List.of("a", "b")));
        Leg legacy = leg(Role.LEGACY, "old", plain, millis);
        Leg candidate = i % 20 == 7
                ? failed(Role.CANDIDATE, "new", Leg.Outcome.TIMEOUT, "firstByte")
                : leg(Role.CANDIDATE, "new", i % 20 == 8 ? "no JSON at all" : other, millis + 1);
        source.shadow(
                "details",
                i % 2 == 0
                        ? new Leg[] {legacy, candidate, leg(Role.NOISE, "old", plain, millis)}
                        : new Leg[] {legacy, candidate});
    }

    private static void search(PairsInMemory source, int i, double millis) {
        Leg left = leg(Role.LEGACY, "old", json(Map.of("hits", List.of(Map.of("id", "a"), Map.of("id", "b")))), millis);
        Leg right = leg(Role.CANDIDATE, "new", json(Map.of("hits", List.of(Map.of("id", "c")))), millis);
        Pair.Interleaving mixed = new Pair.Interleaving(
                "teamDraft", i % 10 == 0, List.of(new Pair.Item("a", "legacy"), new Pair.Item("c", "candidate")));
        Pair pair = source.add("search", "interleave", null, "old", 0.5, mixed, left, right);
        source.click(pair, i % 4 == 0 ? "a" : "c");
    }

    private static void fraud(PairsInMemory source, int i, double millis, SplittableRandom random) {
        String truth = i % 3 == 0 ? "fraud" : "fair";
        String region = List.of("north", "east", "south", "west").get(i % 4);
        Pair pair = source.shadow(
                "fraud",
                leg(Role.LEGACY, "old", prediction(truth, region, random.nextDouble() < 0.8, random), millis),
                leg(Role.CANDIDATE, "new", prediction(truth, region, random.nextDouble() < 0.9, random), millis * 1.4));
        source.label(pair, truth);
    }

    private static String prediction(String truth, String region, boolean isRight, SplittableRandom random) {
        boolean isFraud = truth.equals("fraud") == isRight;
        double probability = isFraud ? 0.5 + random.nextDouble() / 2 : random.nextDouble() / 2;
        return json(Map.of("label", isFraud ? "fraud" : "fair", "p", probability, "region", region));
    }

    private static void chat(PairsInMemory source, int i, double millis) {
        String answer = json(Map.of("text", "hello " + i));
        boolean isLegacy = i % 2 == 0;
        source.add(
                "chat",
                "ab",
                null,
                isLegacy ? "old" : "new",
                0.5,
                null,
                isLegacy ? leg(Role.LEGACY, "old", answer, millis) : leg(Role.CANDIDATE, "new", answer, millis));
    }

    /** A judge in both orders, who fails now and then, and two people. */
    private static void opinions(Path scratch, List<Pair> pairs) throws IOException {
        try (Opinions.Intake intake = Opinions.of(scratch).intake(NOW)) {
            for (int i = 0; i < pairs.size(); i++) {
                String id = pairs.get(i).id();
                intake.add(judgment(id, i));
                Choice choice = i % 4 == 0 ? Choice.LEGACY : Choice.CANDIDATE;
                for (String rater : List.of("ada", "grace")) {
                    intake.add(new Vote(
                            id,
                            "details",
                            rater,
                            choice,
                            Map.of("helpfulness/legacy", 3.0, "helpfulness/candidate", 4.0),
                            List.of("invented"),
                            List.of("too long"),
                            "The second one says why.",
                            NOW));
                }
            }
        }
    }

    private static Judgment judgment(String id, int i) {
        Choice first = i % 4 == 0 ? Choice.LEGACY : Choice.CANDIDATE;
        Choice second = i % 7 == 0 ? Choice.LEGACY : first;
        List<Judgment.Round> rounds = List.of(
                Judgment.Round.of(Judgment.Shown.LEGACY_FIRST, first, "[[B]] since it is shorter and to the point"),
                i % 11 == 0
                        ? Judgment.Round.failed(Judgment.Shown.CANDIDATE_FIRST, "hm", "no verdict")
                        : Judgment.Round.of(Judgment.Shown.CANDIDATE_FIRST, second, "[[A]] for the same reason"));
        return new Judgment(
                id,
                "details",
                "gpt",
                new Judgment.By("gpt-4", "pair-v2", "00ff", 0),
                new Judgment.Sides("old", "new", 20 + i, 25 + i),
                rounds,
                Judgment.Spent.UNKNOWN,
                NOW);
    }

    private static String json(Object value) {
        return new ObjectMapper().valueToTree(value).toString();
    }
}
