package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.understudy.gateway.observe.Catalogue;
import dev.understudy.gateway.observe.MetricsPage;
import dev.understudy.gateway.observe.Tag;
import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.Deadline;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RawResponse;
import dev.understudy.gateway.testing.RunningGateway;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What /metrics shows after traffic of every kind is what the catalogue says, no more and no less. */
@ExtendWith(LeakGuard.class)
class CatalogueIT {
    /**
     * What only appears with TLS ({@link ClientTlsIT} sees it), or where a stream cannot be read
     * ({@link CompressedStreamIT}).
     */
    private static final Set<Catalogue> RARE = EnumSet.of(Catalogue.TLS_CERTIFICATE_EXPIRY, Catalogue.STREAMS_UNREAD);

    private static final Pattern SAMPLE = Pattern.compile("([a-z0-9_]+)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final String LIST = "{\"items\":[{\"id\":\"a\"},{\"id\":\"b\"}]}";
    private static final List<String> CHAT = List.of(
            "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n",
            "data: {\"choices\":[{\"delta\":{\"content\":\"b\"}}],"
                    + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}\n\n");
    private static final String YAML = """
            models:
              legacy: {url: "%s"}
              candidate: {url: "%s"}
              absent: {endpoints: ["%s", "http://127.0.0.1:1"]}
              chat:
                url: "%s"
                rewrite: {setBody: {/model: other}}
                price: {inputPerMillion: 1, outputPerMillion: 2}
            routes:
              - name: mirrored
                match: {path: {prefix: /shadow}}
                shadow:
                  legacy: legacy
                  candidates: [{model: absent, percent: 100}]
                  noise: {percent: 100}
                  limits: {budget: {tokensPerDay: 1000000}}
              - name: split
                match: {path: {prefix: /ab}}
                ab: {arms: [{model: legacy, weight: 50}, {model: candidate, weight: 50}]}
              - name: mixed
                match: {path: {prefix: /mixed}}
                interleave: {legacy: legacy, candidate: candidate, percent: 100, items: /items, itemId: /id, wait: 20s}
              - {name: chat, match: {path: {prefix: /v1}}, model: chat}
              - {name: plain, match: {path: {prefix: /plain}}, model: legacy}
            tracing: {otlp: "http://127.0.0.1:9"}
            accessLog: {path: "%s"}
            """;

    @TempDir
    Path directory;

    /** One line of the page: a series and its value. */
    private record Sample(String name, Map<String, String> labels, double value) {}

    @Test
    void everything_shown_is_in_the_catalogue_and_everything_in_it_is_shown() throws Exception {
        try (FakeModel legacy = FakeModel.that(Behaviour.answering(LIST));
                FakeModel candidate = FakeModel.that(Behaviour.answering(LIST));
                FakeModel chat = FakeModel.that(Behaviour.streaming(CHAT, List.of()));
                RunningGateway gateway = RunningGateway.in(
                        directory,
                        YAML.formatted(
                                legacy.url(),
                                candidate.url(),
                                FakeModel.refusing(),
                                chat.url(),
                                directory.resolve("access.log")))) {
            traffic(gateway);
            await().atMost(Deadline.PATIENCE)
                    .untilAsserted(() -> assertThat(missing(gateway)).isEmpty());

            assertThat(problems(scrape(gateway))).isEmpty();
        }
    }

    @Test
    void the_observed_share_stands_beside_the_configured_one() throws Exception {
        try (FakeModel legacy = FakeModel.that(Behaviour.answering(LIST));
                FakeModel candidate = FakeModel.that(Behaviour.answering(LIST));
                FakeModel chat = FakeModel.that(Behaviour.streaming(CHAT, List.of()));
                RunningGateway gateway = RunningGateway.in(
                        directory,
                        YAML.formatted(
                                legacy.url(),
                                candidate.url(),
                                FakeModel.refusing(),
                                chat.url(),
                                directory.resolve("access.log")))) {
            for (int i = 0; i < 40; i++) {
                RawClient.get(gateway.port(), "/ab");
            }

            gateway.awaitMetric(1, "understudy_observed_share", "route=\"split\"");
            assertThat(gateway.metric("understudy_configured_share", "route=\"split\"", "model=\"candidate\""))
                    .isEqualTo(0.5);
            gateway.awaitMetric(
                    candidate.requests().size() / 40.0,
                    "understudy_observed_share",
                    "route=\"split\"",
                    "model=\"candidate\"");
        }
    }

    private static void traffic(RunningGateway gateway) throws Exception {
        for (int i = 0; i < 3; i++) {
            RawClient.post(gateway.port(), "/shadow", "question");
            RawClient.get(gateway.port(), "/ab");
            RawClient.get(gateway.port(), "/plain");
            RawClient.get(gateway.port(), "/nowhere");
        }
        RawClient.post(gateway.port(), "/v1/chat/completions", "{\"model\":\"m\"}", "Content-Type: application/json");
        RawResponse mixed = RawClient.get(gateway.port(), "/mixed");
        assertThat(gateway.postAdmin(
                                "/api/v1/feedback",
                                "{\"id\": \"" + mixed.id() + "\", \"event\": \"click\", \"item\": \"a\"}")
                        .statusCode())
                .isEqualTo(202);
    }

    private static Set<Catalogue> missing(RunningGateway gateway) {
        Set<String> shown = scrape(gateway).stream()
                .map(sample -> base(sample.name()))
                .flatMap(Optional::stream)
                .map(MetricsPage::prometheus)
                .collect(Collectors.toSet());
        Set<Catalogue> missing = EnumSet.allOf(Catalogue.class);
        missing.removeIf(entry -> RARE.contains(entry) || shown.contains(MetricsPage.prometheus(entry)));
        return missing;
    }

    private static List<Sample> scrape(RunningGateway gateway) {
        return gateway.admin("/metrics")
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(CatalogueIT::sample)
                .toList();
    }

    private static Sample sample(String line) {
        Matcher matcher = SAMPLE.matcher(line);
        assertThat(matcher.matches()).as(line).isTrue();
        Map<String, String> labels = new HashMap<>();
        String text = matcher.group(2);
        Matcher label = LABEL.matcher(text == null ? "" : text);
        while (label.find()) {
            labels.put(label.group(1), label.group(2));
        }
        return new Sample(matcher.group(1), labels, Double.parseDouble(matcher.group(3)));
    }

    /** What is shown and should not be, or not so. */
    private static Map<String, String> problems(List<Sample> samples) {
        Map<String, String> problems = new TreeMap<>();
        for (Sample sample : samples) {
            Optional<Catalogue> entry = base(sample.name());
            if (entry.isEmpty()) {
                problems.put(sample.name(), "not in the catalogue");
                continue;
            }
            Map<String, String> labels = new HashMap<>(sample.labels());
            labels.remove("le");
            List<Tag> tags = MetricsPage.tags(entry.get());
            Set<String> keys = tags.stream().map(Tag::key).collect(Collectors.toSet());
            if (!labels.keySet().equals(keys)) {
                problems.put(sample.name(), labels.keySet() + " (expected: " + keys + ")");
            }
            for (Tag tag : tags) {
                String value = labels.getOrDefault(tag.key(), "");
                if (!tag.admits(value)) {
                    problems.put(sample.name(), tag.key() + ": " + value + " (expected: one of " + tag.values() + ")");
                }
            }
        }
        return problems;
    }

    /** Which entry a series is of: of itself, or as a part of a histogram. */
    private static Optional<Catalogue> base(String series) {
        return Arrays.stream(Catalogue.values())
                .filter(entry -> {
                    String name = MetricsPage.prometheus(entry);
                    return series.equals(name)
                            || (MetricsPage.kind(entry).equals("histogram")
                                    && Set.of("_bucket", "_sum", "_count", "_max").stream()
                                            .anyMatch(part -> series.equals(name + part)));
                })
                .findFirst();
    }
}
