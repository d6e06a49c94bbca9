package dev.understudy.compare;

import dev.understudy.config.Config;
import dev.understudy.config.ConfigLoader;
import dev.understudy.config.InvalidConfigException;
import dev.understudy.judge.Findings;
import dev.understudy.judge.Remarks;
import dev.understudy.pair.Body;
import dev.understudy.pair.Feedback;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import dev.understudy.pair.Pulse;
import dev.understudy.pair.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A source of pairs that a test fills by hand. */
public final class PairsInMemory implements PairSource {
    public static final Instant START = Instant.parse("2026-11-22T00:00:00Z");

    final List<Pair> pairs = new ArrayList<>();
    final List<Feedback> feedback = new ArrayList<>();
    final List<Pulse> pulses = new ArrayList<>();
    final Map<String, Config> configs = new HashMap<>();
    private Findings findings = Findings.NONE;
    private Remarks remarks = Remarks.NONE;

    public static Config config(String routes) {
        String yaml = "version: 1\nlisten: {http: \"127.0.0.1:0\"}\nmodels:\n"
                + "  old: {url: \"http://127.0.0.1:9001\"}\n  new: {url: \"http://127.0.0.1:9002\"}\n"
                + "  other: {url: \"http://127.0.0.1:9003\"}\n"
                + "identity: {user: [{header: x-user}]}\nroutes:\n" + routes;
        try {
            return ConfigLoader.parse("test", yaml);
        } catch (InvalidConfigException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public static Leg leg(Leg.Role role, String model, String body, double millis) {
        return leg(role, model, body, millis, null);
    }

    static Leg leg(Leg.Role role, String model, String body, double millis, Leg.@Nullable Tokens tokens) {
        return new Leg(
                role,
                model,
                "http://127.0.0.1:9001",
                1,
                Leg.Outcome.OK,
                null,
                200,
                Map.of("content-type", "application/json"),
                body(body),
                new Leg.Times(0.5, 0.5 + millis / 2, null, 0.5 + millis),
                tokens);
    }

    public static Leg failed(Leg.Role role, String model, Leg.Outcome outcome, String cause) {
        return new Leg(role, model, null, 1, outcome, cause, null, Map.of(), null, Leg.Times.NONE, null);
    }

    public static Body body(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Body(bytes, bytes.length, false);
    }

    public Pair shadow(String route, Leg... legs) {
        return add(route, "shadow", null, "old", 1, null, legs);
    }

    public Pair add(
            String route,
            String strategy,
            Pair.@Nullable Unit unit,
            String assigned,
            double propensity,
            Pair.@Nullable Interleaving interleaving,
            Leg... legs) {
        int number = pairs.size();
        Pair pair = new Pair(
                String.format("01K%06d", number),
                START.plusMillis(number),
                "gw-1",
                number,
                route,
                "r1",
                strategy,
                unit,
                assigned,
                assigned,
                propensity,
                1,
                new Request("POST", "/" + route, Map.of(), body("{\"q\":" + number + "}")),
                List.of(legs),
                interleaving,
                List.of());
        pairs.add(pair);
        return pair;
    }

    public void label(Pair pair, String label) {
        feedback.add(new Feedback(pair.id(), "label", null, label, null, pair.id() + ":label", START));
    }

    public void click(Pair pair, String item) {
        feedback.add(new Feedback(pair.id(), "click", item, null, null, pair.id() + ":" + item, START));
    }

    public void pulse(
            String route,
            Map<String, Double> configured,
            Map<String, Long> assigned,
            long recorded,
            Map<String, Long> dropped) {
        long eligible =
                recorded + dropped.values().stream().mapToLong(Long::longValue).sum();
        pulses.add(new Pulse(
                START.plusSeconds(pulses.size()),
                "gw-1",
                route,
                "r1",
                configured,
                eligible,
                recorded,
                dropped,
                assigned,
                assigned,
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of()));
    }

    public Report report(Config override) {
        return report(Optional.of(override), 1, 42);
    }

    public Report report(Optional<Config> override, int threads, long seed) {
        try {
            return new Comparer(VerdictRules.DEFAULT, Filter.ALL, threads, seed).compare(this, override);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<Pair> all(String route) {
        return pairs.stream().filter(pair -> pair.route().equals(route)).toList();
    }

    /** What judges and people say of every candidate of every route. */
    public void opinions(Findings said, Remarks inWords) {
        findings = said;
        remarks = inWords;
    }

    @Override
    public Findings findings(String route, String candidate, int candidates) {
        return findings;
    }

    @Override
    public Remarks remarks(String route, String candidate, int candidates, Set<String> pairs) {
        return remarks;
    }

    @Override
    public Reading read(List<? extends Consumer<Pair>> receivers) {
        for (int i = 0; i < pairs.size(); i++) {
            receivers.get(i % receivers.size()).accept(pairs.get(i));
        }
        return new Reading(0, 0, List.of(), 0);
    }

    @Override
    public Map<Path, Report.LoggedFile> sealedFiles() {
        return Map.of();
    }

    @Override
    public List<Report.LoggedFile> files(Map<Path, Report.LoggedFile> sealed) {
        return List.of();
    }

    @Override
    public Function<String, List<Feedback>> feedback() {
        return id -> feedback.stream().filter(event -> event.id().equals(id)).toList();
    }

    @Override
    public void pulses(Consumer<Pulse> target) {
        pulses.forEach(target);
    }

    @Override
    public Map<String, Config> revisions() {
        return configs;
    }
}
