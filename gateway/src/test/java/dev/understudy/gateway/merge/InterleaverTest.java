package dev.understudy.gateway.merge;

import static dev.understudy.gateway.merge.Mixing.bytes;
import static dev.understudy.gateway.merge.Mixing.mix;
import static dev.understudy.gateway.merge.Mixing.ranked;
import static dev.understudy.gateway.merge.Mixing.text;
import static dev.understudy.gateway.merge.Mixing.withoutIds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.Experiment.Interleave;
import dev.understudy.config.Experiment.Method;
import dev.understudy.config.Pointer;
import dev.understudy.pair.Pair;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InterleaverTest {
    private static final String LEGACY =
            "{ \"took\" : 1.50,\n \"hits\": [ {\"id\": \"a\", \"s\": 1e0} , {\"id\":\"b\"}],"
                    + " \"caf\u00e9 \ud83d\ude00\": \"\\u00e9\" }\n";
    private static final String CANDIDATE = "{\"hits\":[{\"s\":2,\"id\":\"c\"},{\"id\":\"a\"}],\"took\":9}";

    @Test
    void every_byte_outside_of_the_list_is_legacys_and_every_item_is_its_models() {
        Set<String> seen = new HashSet<>();
        for (int seed = 0; seed < 100; seed++) {
            seen.add(text(mix(ranked("/hits", "/id"), LEGACY, CANDIDATE, seed)));
        }

        String before = "{ \"took\" : 1.50,\n \"hits\": [";
        String after = "], \"caf\u00e9 \ud83d\ude00\": \"\\u00e9\" }\n";
        assertThat(seen)
                .containsExactlyInAnyOrder(
                        before + "{\"id\": \"a\", \"s\": 1e0},{\"s\":2,\"id\":\"c\"}" + after,
                        before + "{\"s\":2,\"id\":\"c\"},{\"id\": \"a\", \"s\": 1e0}" + after);
    }

    @Test
    void an_item_that_both_returned_is_credited_to_who_picked_it_and_has_its_bytes() {
        Set<List<Pair.Item>> credits = new HashSet<>();
        for (int seed = 0; seed < 100; seed++) {
            Mix.Mixed mixed =
                    (Mix.Mixed) mix(ranked("", "/id"), "[{\"id\":1,\"by\":\"l\"}]", "[{\"id\":1,\"by\":\"c\"}]", seed);
            Pair.Item item = mixed.items().get(0);
            assertThat(text(mixed))
                    .isEqualTo("[{\"id\":1,\"by\":\"" + item.from().charAt(0) + "\"}]");
            credits.add(mixed.items());
        }

        assertThat(credits)
                .containsExactlyInAnyOrder(
                        List.of(new Pair.Item("1", "legacy")), List.of(new Pair.Item("1", "candidate")));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "/data/hits | /id | {`data`:{`hits`:[{`id`:1}]}}",
                "`` | /id | [{`id`:1}]",
                "`` | `` | [1]",
                "/1 | /id | [[],[{`id`:1}],{}]",
                "/groups/0/hits | /doc/id | {`groups`:[{`hits`:[{`doc`:{`id`:1}}]},{`hits`:[]}]}",
                "/a~1b/m~0n | /id | {`a/b`:{`m~n`:[{`id`:1}]}}",
                "/ | /id | {``:[{`id`:1}]}",
                "/caf\u00e9 | /\u65e5 | {`caf\\u00e9`:[{`\u65e5`:1}]}",
                "/hits | /ids/0 | {`other`:{`hits`:3},`hits`:[{`ids`:[1,2]}]}",
            },
            delimiter = '|')
    void the_list_and_the_id_are_found_wherever_a_pointer_can_point(String items, String itemId, String json) {
        String answer = json.replace('`', '"');

        Mix mix = mix(ranked(empty(items), empty(itemId)), answer, answer, 1);

        assertThat(text(mix)).isEqualTo(answer);
        assertThat(((Mix.Mixed) mix).items()).extracting(Pair.Item::id).containsExactly("1");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "Items | {}",
                "Items | {`hits`:{}}",
                "Items | {`hits`:null}",
                "Items | {`hits`:`[]`}",
                "Items | []",
                "Items | 3",
                "Items | {`hits`:[],`hits`:[]}",
                "Items | {`other`:{`hits`:[]}}",
                "ItemId | {`hits`:[{`id`:1},{}]}",
                "ItemId | {`hits`:[{`id`:null}]}",
                "ItemId | {`hits`:[{`id`:{`id`:1}}]}",
                "ItemId | {`hits`:[{`id`:[1]}]}",
                "ItemId | {`hits`:[7]}",
                "ItemId | {`hits`:[{`id`:1,`id`:2}]}",
                "NotJson | ``",
                "NotJson | data: {`hits`:[]}",
                "NotJson | {`hits`:[{`id`:1}]",
                "NotJson | {`hits`:[{`id`:1}]}}",
                "NotJson | {`hits`:[{`id`:1}]} {}",
                "NotJson | {`hits`:[{`id`:1},]}",
                "NotJson | {`hits`:[{`id`:01}]}",
                "NotJson | {`hits`:[{`id`:NaN}]}",
                "NotJson | {`hits`:[{'id':1}]}",
                "NotJson | {`hits`:[{`id`:1}],`x`:`\\q`}",
            })
    void what_cannot_be_mixed_degrades_with_whose_fault_it_is(String fault, String json) {
        String bad = empty(json).replace('`', '"');
        Interleave settings = ranked("/hits", "/id");

        assertThat(mix(settings, bad, CANDIDATE, 1)).isEqualTo(new Mix.Degraded("legacy" + fault));
        assertThat(mix(settings, LEGACY, bad, 1)).isEqualTo(new Mix.Degraded("candidate" + fault));
        assertThat(mix(settings, bad, bad, 1)).isEqualTo(new Mix.Degraded("legacy" + fault));
    }

    @Test
    void bytes_that_are_not_utf_8_degrade() {
        byte[] utf16 = LEGACY.getBytes(StandardCharsets.UTF_16);
        byte[] latin1 = "{\"hits\":[{\"id\":\"\u00e9\"}]}".getBytes(StandardCharsets.ISO_8859_1);
        byte[] marked = bytes("\ufeff" + LEGACY);

        for (byte[] bad : List.of(utf16, latin1, marked)) {
            assertThat(Interleaver.mix(ranked("/hits", "/id"), bad, bytes(CANDIDATE), new SplittableRandom(1)))
                    .isEqualTo(new Mix.Degraded("legacyNotJson"));
        }
    }

    @Test
    void nesting_without_end_degrades() {
        String deep = "{\"hits\":[],\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertThat(mix(ranked("/hits", "/id"), LEGACY, deep, 1)).isEqualTo(new Mix.Degraded("candidateNotJson"));
    }

    @Test
    void an_id_longer_than_1024_characters_degrades() {
        String longest = "[{\"id\":\"" + "x".repeat(1024) + "\"}]";
        String longer = "[{\"id\":\"" + "x".repeat(1025) + "\"}]";

        assertThat(mix(ranked("", "/id"), longest, longest, 1)).isInstanceOf(Mix.Mixed.class);
        assertThat(mix(ranked("", "/id"), longest, longer, 1)).isEqualTo(new Mix.Degraded("candidateItemId"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void a_second_item_with_the_same_id_is_passed_over(long seed) {
        Mix mix = mix(ranked("", ""), "[1,2,1]", "[3,3,4]", seed);

        assertThat(((Mix.Mixed) mix).items())
                .extracting(Pair.Item::id)
                .doesNotHaveDuplicates()
                .hasSize(3);
    }

    @Test
    void an_answer_that_would_be_shorter_than_legacys_degrades() {
        assertThat(mix(ranked("", ""), "[1,2,1]", "[2,1]", 1)).isEqualTo(new Mix.Degraded("legacyDuplicates"));
    }

    @Test
    void an_answer_is_never_longer_than_legacys() {
        assertThat(text(mix(ranked("", ""), " [ ] ", "[1,2]", 1))).isEqualTo(" [] ");
        assertThat(text(mix(ranked("", ""), "[1]", "[1,2,3]", 1))).isEqualTo("[1]");
    }

    @Test
    void a_candidate_with_nothing_to_offer_leaves_legacys_items_in_legacys_order() {
        Mix mix = mix(ranked("", ""), "[3,1,2]", "[]", 1);

        assertThat(text(mix)).isEqualTo("[3,1,2]");
        assertThat(((Mix.Mixed) mix).items()).extracting(Pair.Item::from).containsOnly("legacy");
    }

    @Test
    void an_id_is_its_text_whatever_its_type() {
        Mix.Mixed mixed = (Mix.Mixed) mix(ranked("", "/id"), "[{\"id\":1},{\"id\":true}]", "[{\"id\":\"1\"}]", 1);

        assertThat(mixed.items()).extracting(Pair.Item::id).containsExactlyInAnyOrder("1", "true");
    }

    @Test
    void two_chat_answers_stand_side_by_side_in_either_order_and_are_numbered_anew() {
        String legacy =
                "{\"id\":\"x\",\"choices\":[{\"index\": 0, \"message\":{\"content\":\"L\",\"index\":7}}],\"n\":1}";
        String candidate = "{\"id\":\"y\",\"choices\":[{\"message\":{\"content\":\"C\"},\"index\":0 }]}";
        List<String> seen = new ArrayList<>();
        for (int seed = 0; seed < 400; seed++) {
            Mix mix = mix(withoutIds("/choices"), legacy, candidate, seed);
            seen.add(text(mix));
            boolean legacyFirst = text(mix).indexOf("\"L\"") < text(mix).indexOf("\"C\"");
            assertThat(((Mix.Mixed) mix).items())
                    .containsExactly(
                            new Pair.Item("0", legacyFirst ? "legacy" : "candidate"),
                            new Pair.Item("1", legacyFirst ? "candidate" : "legacy"));
        }

        String legacyFirst = "{\"id\":\"x\",\"choices\":[{\"index\": 0, \"message\":{\"content\":\"L\",\"index\":7}},"
                + "{\"message\":{\"content\":\"C\"},\"index\":1 }],\"n\":1}";
        String candidateFirst = "{\"id\":\"x\",\"choices\":[{\"message\":{\"content\":\"C\"},\"index\":0 },"
                + "{\"index\": 1, \"message\":{\"content\":\"L\",\"index\":7}}],\"n\":1}";
        assertThat(seen).containsOnly(legacyFirst, candidateFirst);
        assertThat(seen.stream().filter(legacyFirst::equals).count()).isBetween(150L, 250L);
    }

    @Test
    void items_without_a_whole_number_index_stand_side_by_side_as_they_are() {
        String legacy = "[{\"index\":\"0\"},{\"index\":-12},{\"index\":0.5},\"text\",{\"index\":1,\"index\":2}]";

        assertThat(text(mix(withoutIds(""), legacy, "[]", 1)))
                .isEqualTo("[{\"index\":\"0\"},{\"index\":1},{\"index\":0.5},\"text\",{\"index\":1,\"index\":2}]");
    }

    @Test
    void several_choices_alternate_and_the_rest_of_the_longer_list_follows() {
        assertThat(List.of(
                        text(mix(withoutIds(""), "[\"a\",\"b\",\"c\"]", "[\"x\"]", 1)),
                        text(mix(withoutIds(""), "[\"x\"]", "[\"a\",\"b\",\"c\"]", 1))))
                .containsAnyOf("[\"a\",\"x\",\"b\",\"c\"]", "[\"x\",\"a\",\"b\",\"c\"]");
    }

    @Test
    void two_lists_of_fifty_thousand_items_are_mixed_without_quadratic_work() {
        StringBuilder legacy = new StringBuilder("[0");
        StringBuilder candidate = new StringBuilder("[50000");
        for (int i = 1; i < 50_000; i++) {
            legacy.append(',').append(i);
            candidate.append(',').append(50_000 - i);
        }
        for (var method : Method.values()) {
            Interleave settings = Mixing.settings(method, "", Optional.of(new Pointer("")));
            Mix.Mixed mixed = (Mix.Mixed) mix(settings, legacy + "]", candidate + "]", 1);
            assertThat(mixed.items()).hasSize(50_000).doesNotHaveDuplicates();
        }
    }

    private static String empty(String text) {
        return text == null ? "" : text;
    }
}
