package dev.understudy.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.Compare.Profile;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareTest {
    private static final String SHADOW = "shadow: {legacy: a, candidates: [{model: b, percent: 1}]}, compare: ";

    @Test
    void json_compares_everything_exactly_unless_it_is_told_less() {
        assertThat(compare("{profile: json}")).isEqualTo(json(List.of(), 0));
        assertThat(compare("{profile: json, ignore: [/took, /id], tolerance: 1e-3}"))
                .isEqualTo(json(List.of(new Pointer("/took"), new Pointer("/id")), 0.001));
    }

    @Test
    void the_other_profiles_say_where_their_parts_stand() {
        Optional<Pointer> pointer = Optional.of(new Pointer("/x"));
        Optional<Pointer> other = Optional.of(new Pointer("/y"));
        Optional<Pointer> none = Optional.empty();

        assertThat(compare("{profile: ranking, items: /x, itemId: /y}"))
                .isEqualTo(new Compare(Profile.RANKING, pointer, other, none, none, none, List.of(), 0));
        assertThat(compare("{profile: classification, prediction: /x, probability: /y}"))
                .isEqualTo(new Compare(Profile.CLASSIFICATION, none, none, pointer, other, none, List.of(), 0));
        assertThat(compare("{profile: text, text: /x}"))
                .isEqualTo(new Compare(Profile.TEXT, none, none, none, none, pointer, List.of(), 0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {}                                | compare.profile: missing (expected: json, classification, ranking or text)
                    {profile: ranks}                  | compare.profile: "ranks" (expected: json, classification, ranking, text)
                    {profile: rankng, items: /x}      | compare.profile: "rankng", did you mean ranking? (expected: json, classification, ranking, text)
                    {profile: chat}                   | compare.profile: chat: not supported yet: comparing chats; use text with text: /choices/0/message/content
                    {profile: ranking}                | compare.items: missing (expected: a JSON pointer: profile ranking needs it)
                    {profile: classification}         | compare.prediction: missing (expected: a JSON pointer: profile classification needs it)
                    {profile: json, items: /x}        | compare.items: profile json has no use for it (expected: profile: ranking, or no items)
                    {profile: json, tolerance: -1}    | compare.tolerance: -1 (expected: 0 or more)
                    {profile: json, tolerance: .inf}  | compare.tolerance: .inf, a number (expected: a number)
                    """)
    void what_is_wrong_is_said_with_what_was_expected(String compare, String problem) {
        assertThat(Yaml.problems(Yaml.withExperiment(SHADOW + compare))).containsExactly("routes[0]." + problem);
    }

    private static Compare compare(String compare) {
        return Yaml.parse(Yaml.withExperiment(SHADOW + compare))
                .routes()
                .get(0)
                .compare()
                .orElseThrow();
    }

    private static Compare json(List<Pointer> ignore, double tolerance) {
        Optional<Pointer> none = Optional.empty();
        return new Compare(Profile.JSON, none, none, none, none, none, ignore, tolerance);
    }
}
