package dev.understudy.gateway.merge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.config.Experiment.Interleave;
import dev.understudy.config.Experiment.Method;
import dev.understudy.config.Pointer;
import dev.understudy.pair.Pair;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for any two answers, however odd. */
class InterleaverLawTest {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final List<Method> METHODS = List.of(Method.values());
    private static final List<String> POINTERS = List.of("", "/hits", "/data/hits", "/data/0/a~1b", "/1");

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
    void a_mixed_answer_is_legacys_tree_with_the_list_replaced(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 500; i++) {
            Interleave settings = settings(random);
            byte[] legacy = RandomJson.envelope(random, settings);
            byte[] candidate = RandomJson.envelope(random, settings);

            Mix mix = Interleaver.mix(settings, legacy, candidate, random);

            if (mix instanceof Mix.Mixed mixed) {
                holds(settings, legacy, candidate, mixed);
            } else {
                assertThat(mix).isEqualTo(new Mix.Degraded("legacyDuplicates"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28})
    void no_mutation_makes_it_throw_or_break_the_answer(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        int mixes = 0;
        for (int i = 0; i < 2000; i++) {
            Interleave settings = settings(random);
            byte[] legacy = RandomJson.envelope(random, settings);
            byte[] candidate = RandomJson.envelope(random, settings);
            if (random.nextBoolean()) {
                legacy = RandomJson.mutated(random, legacy);
            } else {
                candidate = RandomJson.mutated(random, candidate);
            }

            if (Interleaver.mix(settings, legacy, candidate, random) instanceof Mix.Mixed mixed) {
                holds(settings, legacy, candidate, mixed);
                mixes++;
            }
        }
        assertThat(mixes).isBetween(100, 1900);
    }

    private static Interleave settings(SplittableRandom random) {
        Method method = METHODS.get(random.nextInt(METHODS.size()));
        Optional<Pointer> itemId = random.nextInt(4) == 0 ? Optional.empty() : Optional.of(new Pointer("/id"));
        return Mixing.settings(method, POINTERS.get(random.nextInt(POINTERS.size())), itemId);
    }

    private static void holds(Interleave settings, byte[] legacy, byte[] candidate, Mix.Mixed mixed)
            throws IOException {
        String pointer = settings.items().text();
        JsonNode before = JSON.readTree(legacy);
        JsonNode after = JSON.readTree(mixed.body());
        JsonNode ours = before.at(pointer);
        JsonNode theirs = JSON.readTree(candidate).at(pointer);
        JsonNode list = after.at(pointer);

        assertThat(list.size()).isEqualTo(mixed.items().size());
        assertThat(replaced(after, pointer, ours)).isEqualTo(before);
        if (settings.itemId().isPresent()) {
            assertThat(list.size()).isEqualTo(ours.size());
            assertThat(mixed.items()).extracting(Pair.Item::id).doesNotHaveDuplicates();
            for (int place = 0; place < list.size(); place++) {
                Pair.Item item = mixed.items().get(place);
                JsonNode from = item.from().equals("legacy") ? ours : theirs;
                assertThat(list.get(place)).isEqualTo(first(from, item.id()));
            }
        } else {
            sideBySide(ours, theirs, list, mixed.items());
        }
    }

    private static void sideBySide(JsonNode ours, JsonNode theirs, JsonNode list, List<Pair.Item> items) {
        int nextOfOurs = 0;
        int nextOfTheirs = 0;
        for (int place = 0; place < list.size(); place++) {
            boolean fromLegacy = items.get(place).from().equals("legacy");
            JsonNode item = (fromLegacy ? ours.get(nextOfOurs++) : theirs.get(nextOfTheirs++)).deepCopy();
            if (item instanceof ObjectNode object && item.path("index").isIntegralNumber()) {
                object.set("index", IntNode.valueOf(place));
            }
            assertThat(items.get(place).id()).isEqualTo(Integer.toString(place));
            assertThat(list.get(place)).isEqualTo(item);
        }
        assertThat(nextOfOurs).isEqualTo(ours.size());
        assertThat(nextOfTheirs).isEqualTo(theirs.size());
    }

    /** A tree does not know how a number was written (-0, 0e1), so that one is looked for by its value at last. */
    private static JsonNode first(JsonNode list, String id) {
        for (JsonNode item : list) {
            if (item.path("id").asText().equals(id)) {
                return item;
            }
        }
        for (JsonNode item : list) {
            if (item.path("id").isNumber() && item.path("id").asDouble() == Double.parseDouble(id)) {
                return item;
            }
        }
        return MissingNode.getInstance();
    }

    private static JsonNode replaced(JsonNode root, String pointer, JsonNode list) {
        if (pointer.isEmpty()) {
            return list;
        }
        JsonNode parent = root.at(pointer.substring(0, pointer.lastIndexOf('/')));
        String name = new Pointer(pointer)
                .segments()
                .get(new Pointer(pointer).segments().size() - 1);
        if (parent instanceof ArrayNode array) {
            array.set(Integer.parseInt(name), list);
        } else {
            ((ObjectNode) parent).set(name, list);
        }
        return root;
    }
}
