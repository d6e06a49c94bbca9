package dev.understudy.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.Compare.BoxFormat;
import dev.understudy.config.Compare.Exactness;
import dev.understudy.config.Compare.Format;
import dev.understudy.config.Compare.Place;
import dev.understudy.config.Compare.Profile;
import dev.understudy.config.Compare.Side;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareTest {
    private static final String SHADOW = "shadow: {legacy: a, candidates: [{model: b, percent: 1}]}, compare: ";

    @Test
    void json_compares_everything_exactly_unless_it_is_told_less() {
        assertThat(compare("{profile: json}")).isEqualTo(new Compare(Profile.JSON));
        assertThat(compare("{profile: json, ignore: [/took, /id], tolerance: 1e-3, tolerances: {/a/*: 2},"
                                + " unordered: [/tags]}")
                        .exactness())
                .isEqualTo(new Exactness(
                        List.of(new Pointer("/took"), new Pointer("/id")),
                        0.001,
                        Map.of(new Pointer("/a/*"), 2.0),
                        List.of(new Pointer("/tags"))));
    }

    @Test
    void nothing_but_the_profile_has_to_be_said() {
        for (Profile profile : Profile.values()) {
            assertThat(compare("{profile: " + profile.yaml() + "}")).isEqualTo(new Compare(profile));
        }
    }

    @Test
    void a_profile_says_where_its_parts_stand() {
        assertThat(compare("{profile: ranking, items: /x, itemId: /y, qrels: /z, depth: 5}"))
                .isEqualTo(new Compare(
                        Profile.RANKING,
                        Map.of(
                                Part.ITEMS, answer("/x"),
                                Part.ITEM_ID, answer("/y"),
                                Part.QRELS, request("/z")),
                        Exactness.STRICT,
                        Format.ANY,
                        Optional.empty(),
                        5,
                        0,
                        BoxFormat.XYWH,
                        0,
                        Judging.DEFAULT));
        assertThat(compare("{profile: classification, prediction: /x, probability: /y, scores: /s, label: /l,"
                        + " positive: spam}"))
                .isEqualTo(new Compare(
                        Profile.CLASSIFICATION,
                        Map.of(
                                Part.PREDICTION, answer("/x"),
                                Part.PROBABILITY, answer("/y"),
                                Part.SCORES, answer("/s"),
                                Part.LABEL, request("/l")),
                        Exactness.STRICT,
                        Format.ANY,
                        Optional.of("spam"),
                        10,
                        0,
                        BoxFormat.XYWH,
                        0,
                        Judging.DEFAULT));
        assertThat(compare("{profile: regression, prediction: /x, tolerance: 0.5, features: 3}")
                        .features())
                .isEqualTo(3);
        assertThat(compare("{profile: text, text: /x, passed: /p}").parts())
                .isEqualTo(Map.of(Part.TEXT, answer("/x"), Part.PASSED, answer("/p")));
        assertThat(compare("{profile: embedding, embedding: /x}").parts())
                .isEqualTo(Map.of(Part.EMBEDDING, answer("/x")));
    }

    @Test
    void what_is_no_class_number_list_or_text_has_places_of_its_own() {
        assertThat(compare("{profile: clustering, cluster: /c, vector: {request: /v}}")
                        .parts())
                .isEqualTo(Map.of(Part.CLUSTER, answer("/c"), Part.VECTOR, request("/v")));
        assertThat(compare("{profile: clustering, vector: /v}").parts()).isEqualTo(Map.of(Part.VECTOR, answer("/v")));
        Compare detection = compare("{profile: detection, boxes: /b, label: /l, boxFormat: xyxy}");
        assertThat(detection.parts()).isEqualTo(Map.of(Part.BOXES, answer("/b"), Part.LABEL, request("/l")));
        assertThat(detection.boxFormat()).isEqualTo(BoxFormat.XYXY);
        assertThat(compare("{profile: segmentation, mask: /m, label: /l}").parts())
                .isEqualTo(Map.of(Part.MASK, answer("/m"), Part.LABEL, request("/l")));
        Compare survival = compare("{profile: survival, risk: /r, time: /t, event: /e, horizon: 90.5}");
        assertThat(survival.parts())
                .isEqualTo(Map.of(
                        Part.RISK, answer("/r"),
                        Part.TIME, request("/t"),
                        Part.EVENT, request("/e")));
        assertThat(survival.horizon()).isEqualTo(90.5);
    }

    @Test
    void what_may_stand_in_either_body_says_which() {
        assertThat(compare("{profile: rag, contexts: {request: /c}, contextIds: {answer: /i}, reference: /r,"
                                + " relevantIds: /n}")
                        .parts())
                .isEqualTo(Map.of(
                        Part.CONTEXTS, request("/c"),
                        Part.CONTEXT_IDS, answer("/i"),
                        Part.REFERENCE, request("/r"),
                        Part.RELEVANT_IDS, request("/n")));
    }

    @Test
    void a_format_is_a_schema_a_pattern_keys_and_phrases() {
        assertThat(compare("{profile: chat, schema: {type: object, required: [a]}, pattern: 'a+', requiredKeys: [/a],"
                                + " refusals: [Nein]}")
                        .format())
                .isEqualTo(new Format(
                        Optional.of("{\"type\":\"object\",\"required\":[\"a\"]}"),
                        Optional.of("a+"),
                        List.of(new Pointer("/a")),
                        List.of("Nein")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {}                                | compare.profile: missing (expected: json, classification, regression, ranking, text, chat, rag, embedding, clustering, detection, segmentation or survival)
                    {profile: ranks}                  | compare.profile: "ranks" (expected: json, classification, regression, ranking, text, chat, rag, embedding, clustering, detection, segmentation, survival)
                    {profile: rankng, items: /x}      | compare.profile: "rankng", did you mean ranking? (expected: json, classification, regression, ranking, text, chat, rag, embedding, clustering, detection, segmentation, survival)
                    {profile: json, items: /x}        | compare.items: profile json has no use for it (expected: profile: ranking, or no items)
                    {profile: json, text: /x}         | compare.text: profile json has no use for it (expected: profile: text or chat or rag, or no text)
                    {profile: json, tolerance: -1}    | compare.tolerance: -1 (expected: a number, at least 0)
                    {profile: json, tolerance: .inf}  | compare.tolerance: .inf, a number (expected: a number, at least 0)
                    {profile: json, tolerances: {x: 1}} | compare.tolerances.x: "x" (expected: a JSON pointer, such as /score)
                    {profile: json, schema: no}       | compare.schema: a string (expected: a JSON Schema, such as {type: object, required: [name]})
                    {profile: text, pattern: '('}     | compare.pattern: "(" (expected: a regular expression of Java: Unclosed group)
                    {profile: ranking, depth: 0}      | compare.depth: 0 (expected: a whole number from 1 to 1000)
                    {profile: ranking, items: {request: /x}} | compare.items: a mapping (expected: a string)
                    {profile: detection, boxFormat: yxyx} | compare.boxFormat: "yxyx", did you mean xyxy? (expected: xywh, xyxy)
                    {profile: json, boxFormat: xyxy}  | compare.boxFormat: profile json has no use for it (expected: profile: detection, or no boxFormat)
                    {profile: survival, horizon: 0}   | compare.horizon: 0 (expected: a number greater than 0)
                    {profile: survival, vector: /x}   | compare.vector: profile survival has no use for it (expected: profile: clustering, or no vector)
                    {profile: rag, contexts: {}}      | compare.contexts: a mapping (expected: one of request and answer, such as {request: /contexts})
                    {profile: rag, contexts: {reqest: /x}} | compare.contexts.reqest: unknown key, did you mean request? (expected: request, answer);compare.contexts: a mapping (expected: one of request and answer, such as {request: /contexts})
                    """)
    void what_is_wrong_is_said_with_what_was_expected(String compare, String problems) {
        assertThat(Yaml.problems(Yaml.withExperiment(SHADOW + compare)))
                .containsExactlyInAnyOrder(Arrays.stream(problems.split(";"))
                        .map(problem -> "routes[0]." + problem)
                        .toArray(String[]::new));
    }

    private static Place answer(String pointer) {
        return new Place(Side.ANSWER, new Pointer(pointer));
    }

    private static Place request(String pointer) {
        return new Place(Side.REQUEST, new Pointer(pointer));
    }

    private static Compare compare(String compare) {
        return Yaml.parse(Yaml.withExperiment(SHADOW + compare))
                .routes()
                .get(0)
                .compare()
                .orElseThrow();
    }
}
