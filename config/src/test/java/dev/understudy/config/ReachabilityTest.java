package dev.understudy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReachabilityTest {
    private static final List<String> PATHS = List.of("/", "/a", "/a/", "/a/b", "/ab", "/b", "/a/b/c", "/a//b");
    private static final List<Set<String>> METHODS =
            List.of(Set.of(), Set.of("GET"), Set.of("POST"), Set.of("GET", "POST"), Set.of("PUT"));
    private static final List<Map<String, String>> HEADERS =
            List.of(Map.of(), Map.of("x", "1"), Map.of("x", "2"), Map.of("x", "1", "y", "1"));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void a_route_is_covered_exactly_when_every_request_of_it_is_taken(long seed) {
        Random random = new Random(seed);
        int covered = 0;
        for (int round = 0; round < 2000; round++) {
            Match earlier = match(random);
            Match later = match(random);

            boolean covers = Reachability.covers(earlier, later);

            assertThat(covers).as("%s before %s", earlier, later).isEqualTo(takesAll(earlier, later));
            covered += covers ? 1 : 0;
        }
        assertThat(covered).isGreaterThan(50);
    }

    @Test
    void an_exact_path_never_covers_a_prefix() {
        Match exact = new Match(new Match.Path.Exact("/"), Set.of(), Map.of());
        Match prefix = new Match(new Match.Path.Prefix("/"), Set.of(), Map.of());

        assertThat(Reachability.covers(exact, prefix)).isFalse();
        assertThat(Reachability.covers(prefix, exact)).isTrue();
    }

    /** Tries every request that could tell the two apart. */
    private static boolean takesAll(Match earlier, Match later) {
        for (String path : PATHS) {
            for (String suffix : List.of("", "/", "/z", "z")) {
                for (String method : List.of("GET", "POST", "PUT", "DELETE")) {
                    for (Map<String, String> headers : HEADERS) {
                        String full = path + suffix;
                        if (takes(later, full, method, headers) && !takes(earlier, full, method, headers)) {
                            return false;
                        }
                    }
                }
            }
        }
        return true;
    }

    private static boolean takes(Match match, String path, String method, Map<String, String> headers) {
        return match.path().matches(path)
                && (match.methods().isEmpty() || match.methods().contains(method))
                && headers.entrySet().containsAll(match.headers().entrySet());
    }

    private static Match match(Random random) {
        String path = PATHS.get(random.nextInt(PATHS.size()));
        return new Match(
                random.nextBoolean() ? new Match.Path.Prefix(path) : new Match.Path.Exact(path),
                METHODS.get(random.nextInt(METHODS.size())),
                HEADERS.get(random.nextInt(HEADERS.size())));
    }
}
