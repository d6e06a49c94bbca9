package dev.understudy.gateway.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.config.Experiment.Method;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DraftDistributionTest {
    /** Tests run in the module's directory; the data lies beside the repository. */
    private static final Path GOLDEN = Path.of("..", "..", "shared", "data", "interleaving_golden.json");

    private static final int DRAWS = 60_000;

    @ParameterizedTest(name = "{0}: {1} and {2} to {3}")
    @CsvSource({
        "TEAM_DRAFT, ab, bc, 2",
        "TEAM_DRAFT, abc, bca, 3",
        "TEAM_DRAFT, ab, cd, 3",
        "TEAM_DRAFT, abcd, acbe, 4",
        "TEAM_DRAFT, abcd, e, 4",
        "TEAM_DRAFT, a, bcd, 1",
        "TEAM_DRAFT, abc, abc, 3",
        "BALANCED, ab, bc, 2",
        "BALANCED, abc, bca, 3",
        "BALANCED, abcd, acbe, 4",
        "BALANCED, abcd, e, 4",
        "BALANCED, abcdef, badcxy, 6",
        "PROBABILISTIC, ab, bc, 2",
        "PROBABILISTIC, abc, bca, 3",
        "PROBABILISTIC, ab, cd, 3",
        "PROBABILISTIC, abcd, acbe, 4",
        "PROBABILISTIC, abc, d, 3",
        "PROBABILISTIC, a, bcd, 1",
    })
    void every_mixed_list_and_its_credits_come_with_the_textbooks_probability(
            Method method, String legacy, String candidate, int length) {
        Map<String, Double> exact = Enumeration.of(method, letters(legacy), letters(candidate), length);

        Map<String, Integer> drawn = draw(method, letters(legacy), letters(candidate), length);

        assertThat(exact.values().stream().mapToDouble(p -> p).sum()).isCloseTo(1, within(1e-12));
        assertThat(exact.keySet()).containsAll(drawn.keySet());
        exact.forEach((outcome, p) -> assertThat(drawn.getOrDefault(outcome, 0) / (double) DRAWS)
                .as(outcome)
                .isCloseTo(p, within(sigmas(p, DRAWS))));
    }

    @Test
    void team_draft_of_two_lists_that_share_their_first_item_has_four_equal_outcomes() {
        Map<String, Double> exact = Enumeration.of(Method.TEAM_DRAFT, letters("abcd"), letters("acbe"), 4);

        assertThat(ids(exact))
                .containsOnlyKeys("abcd", "abce", "acbd", "acbe")
                .allSatisfy((ids, p) -> assertThat(p).isCloseTo(0.25, within(1e-12)));
    }

    @Test
    void probabilistic_draws_the_second_rank_an_eighth_as_often_as_the_first() {
        Map<String, Double> exact = ids(Enumeration.of(Method.PROBABILISTIC, letters("ab"), letters("bc"), 2));

        assertThat(exact.get("ab")).isCloseTo(0.5 * 8 / 9 * (0.5 + 0.5 * 8 / 9), within(1e-12));
        assertThat(exact.get("ac")).isCloseTo(0.5 * 8 / 9 * 0.5 / 9, within(1e-12));
        assertThat(exact.get("ba")).isCloseTo(0.25, within(1e-12));
    }

    @Test
    void balanced_has_one_outcome_for_each_side_of_its_coin() {
        assertThat(Enumeration.of(Method.BALANCED, letters("abcd"), letters("acbe"), 4))
                .isEqualTo(Map.of(
                        "a:legacy b:legacy c:candidate d:legacy", 0.5,
                        "a:candidate c:candidate b:legacy e:candidate", 0.5));
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void frequencies_are_those_of_the_reference_implementation(Method method) throws IOException {
        assumeTrue(Files.exists(GOLDEN), () -> "skipped: no " + GOLDEN + " beside this repository");
        String name = method == Method.TEAM_DRAFT ? "team_draft" : method.yaml();
        List<JsonNode> cases = new ArrayList<>();
        new ObjectMapper().readTree(GOLDEN.toFile()).get("cases").forEach(node -> {
            if (node.get("method").asText().equals(name)) {
                cases.add(node);
            }
        });

        assertThat(cases).isNotEmpty().allSatisfy(node -> {
            List<String> legacy = texts(node.get("lists").get(0));
            List<String> candidate = texts(node.get("lists").get(1));
            int length = node.get("max_length").asInt();
            Map<String, Double> exact = ids(Enumeration.of(method, legacy, candidate, length));
            Map<String, Double> golden = new HashMap<>();
            node.get("freq")
                    .properties()
                    .forEach(entry -> golden.put(
                            entry.getKey().replace(",", ""), entry.getValue().asDouble()));

            assertThat(exact.keySet()).containsAll(golden.keySet());
            exact.forEach((ids, p) -> assertThat(golden.getOrDefault(ids, 0.0))
                    .as(ids)
                    .isCloseTo(p, within(sigmas(p, node.get("samples").asInt()))));
            Map<String, Integer> drawn = draw(method, legacy, candidate, length);
            Map<String, Double> share = new HashMap<>();
            drawn.forEach((outcome, n) -> share.merge(onlyIds(outcome), n / (double) DRAWS, Double::sum));
            assertThat(exact.keySet()).containsAll(share.keySet());
            exact.forEach((ids, p) ->
                    assertThat(share.getOrDefault(ids, 0.0)).as(ids).isCloseTo(p, within(sigmas(p, DRAWS))));
        });
    }

    private static Map<String, Integer> draw(Method method, List<String> legacy, List<String> candidate, int length) {
        SplittableRandom random = new SplittableRandom(20261122);
        Draft draft = Draft.of(method);
        Map<String, Integer> drawn = new HashMap<>();
        for (int i = 0; i < DRAWS; i++) {
            String outcome = draft.picks(legacy, candidate, length, random).stream()
                    .map(pick -> (pick.side() == Side.LEGACY ? legacy : candidate).get(pick.index()) + ":"
                            + pick.side().label())
                    .collect(Collectors.joining(" "));
            drawn.merge(outcome, 1, Integer::sum);
        }
        return drawn;
    }

    /** Five standard deviations, the rounding of four decimals, and one draw for what is hardly ever seen. */
    private static double sigmas(double p, int draws) {
        return 5 * Math.sqrt(p * (1 - p) / draws) + 5e-5 + 1.0 / draws;
    }

    private static Map<String, Double> ids(Map<String, Double> outcomes) {
        Map<String, Double> byIds = new HashMap<>();
        outcomes.forEach((outcome, p) -> byIds.merge(onlyIds(outcome), p, Double::sum));
        return byIds;
    }

    private static String onlyIds(String outcome) {
        return outcome.replaceAll(":\\w+ ?", "");
    }

    private static List<String> letters(String letters) {
        return letters.chars().mapToObj(Character::toString).toList();
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(node -> texts.add(node.asText()));
        return texts;
    }
}
