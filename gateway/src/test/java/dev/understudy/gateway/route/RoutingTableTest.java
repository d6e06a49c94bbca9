package dev.understudy.gateway.route;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.Experiment;
import dev.understudy.config.Match;
import dev.understudy.config.Match.Path;
import dev.understudy.config.Percent;
import dev.understudy.config.Route;
import dev.understudy.gateway.assign.RequestView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingTableTest {
    @ParameterizedTest
    @CsvSource({
        "/search, /search, true",
        "/search, /search/, true",
        "/search, /search/x/y, true",
        "/search, /searching, false",
        "/search, /Search, false",
        "/search, /x/search, false",
        "/search, /, false",
        "/search/, /search/x, true",
        "/search/, /search/, true",
        "/search/, /search, false",
        "/, /, true",
        "/, /anything, true",
    })
    void a_prefix_takes_whole_segments(String prefix, String path, boolean matches) {
        assertThat(found(new Match(new Path.Prefix(prefix), Set.of(), Map.of()), get(path)))
                .isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/chat, /v1/chat, true",
        "/v1/chat, /v1/chat/, false",
        "/v1/chat, /v1/chat/x, false",
        "/v1/chat, /v1/Chat, false",
        "/v1/chat, /v1, false",
    })
    void an_exact_path_is_taken_letter_by_letter(String exact, String path, boolean matches) {
        assertThat(found(new Match(new Path.Exact(exact), Set.of(), Map.of()), get(path)))
                .isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({"GET, true", "POST, true", "PUT, false", "get, false"})
    void a_method_is_one_of_those_named(String method, boolean matches) {
        Match match = new Match(new Path.Prefix("/"), Set.of("GET", "POST"), Map.of());

        assertThat(found(match, new View(method, "/", Map.of()))).isEqualTo(matches);
    }

    @Test
    void every_header_that_is_named_has_its_exact_value() {
        Match match = new Match(new Path.Prefix("/"), Set.of(), Map.of("x-tier", "gold", "x-beta", "1"));

        assertThat(found(match, new View("GET", "/", Map.of("x-tier", "gold", "x-beta", "1", "x", "y"))))
                .isTrue();
        assertThat(found(match, new View("GET", "/", Map.of("x-tier", "gold")))).isFalse();
        assertThat(found(match, new View("GET", "/", Map.of("x-tier", "Gold", "x-beta", "1"))))
                .isFalse();
        assertThat(found(match, new View("GET", "/", Map.of("x-tier", "gold", "x-beta", ""))))
                .isFalse();
    }

    @Test
    void the_first_route_that_matches_wins_and_none_is_none() {
        RoutingTable table = RoutingTable.of(List.of(
                entry("exact", new Match(new Path.Exact("/a/b"), Set.of(), Map.of())),
                entry("posts", new Match(new Path.Prefix("/a"), Set.of("POST"), Map.of())),
                entry("prefix", new Match(new Path.Prefix("/a"), Set.of(), Map.of())),
                entry("hidden", new Match(new Path.Exact("/a/c"), Set.of(), Map.of()))));

        assertThat(name(table, new View("POST", "/a/b", Map.of()))).contains("exact");
        assertThat(name(table, new View("POST", "/a/c", Map.of()))).contains("posts");
        assertThat(name(table, get("/a/c"))).contains("prefix");
        assertThat(name(table, get("/b"))).isEmpty();
        assertThat(name(RoutingTable.of(List.of()), get("/"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void what_is_found_is_what_looking_at_one_after_the_other_finds(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            List<RouteEntry> entries = new ArrayList<>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                Path path = random.nextBoolean() ? new Path.Prefix(path(random)) : new Path.Exact(path(random));
                Set<String> methods = random.nextInt(4) == 0 ? Set.of("POST") : Set.of();
                entries.add(entry("route-" + i, new Match(path, methods, Map.of())));
            }
            String asked = random.nextInt(20) == 0 ? "*" : path(random) + (random.nextInt(9) == 0 ? "é" : "");
            Optional<RouteEntry> first =
                    entries.stream().filter(entry -> entry.matches(get(asked))).findFirst();

            assertThat(RoutingTable.of(entries).find(get(asked)))
                    .as(
                            "%s among %s",
                            asked,
                            entries.stream().map(entry -> entry.route().match()).toList())
                    .isEqualTo(first);
        }
    }

    private static String path(Random random) {
        return random.ints(random.nextInt(4), 0, 4)
                .mapToObj(letter -> "ab/~".substring(letter, letter + 1))
                .collect(joining("", "/", ""));
    }

    private static Optional<String> name(RoutingTable table, RequestView request) {
        return table.find(request).map(entry -> entry.route().name());
    }

    private static boolean found(Match match, RequestView request) {
        return RoutingTable.of(List.of(entry("it", match))).find(request).isPresent();
    }

    private static RouteEntry entry(String name, Match match) {
        return RouteEntry.of(
                new Route(
                        name,
                        match,
                        new Experiment.Plain("m"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false),
                Percent.NONE);
    }

    private static RequestView get(String path) {
        return new View("GET", path, Map.of());
    }

    private record View(String method, String path, Map<String, String> headers) implements RequestView {
        @Override
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }

        @Override
        public Optional<byte[]> body() {
            return Optional.empty();
        }
    }
}
