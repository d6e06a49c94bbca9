package dev.understudy.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The schema and the loader know the same keys: the complete example is walked along the schema. */
@TestInstance(Lifecycle.PER_CLASS)
class SchemaKeysTest {
    private static final String STRAY = "strayKey";

    private final Set<JsonNode> visited = new HashSet<>();
    private final Map<Set<String>, Set<String>> keysSeen = new HashMap<>();
    private final List<String> loaderDisagrees = new ArrayList<>();

    private JsonNode schema;
    private Object root;

    @BeforeAll
    void walkTheCompleteExample() throws IOException {
        schema = new ObjectMapper().readTree(ConfigSchema.text());
        root = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(Examples.COMPLETE));
        walk(schema, root, "");
    }

    @Test
    void at_every_place_of_the_complete_example_the_loader_knows_the_keys_of_the_schema() {
        assertThat(keysSeen).hasSizeGreaterThan(25);
        assertThat(loaderDisagrees).isEmpty();
    }

    @Test
    void the_complete_example_has_every_key_of_the_schema() {
        assertThat(keysSeen).allSatisfy((keysOfSchema, keys) -> assertThat(keys).isEqualTo(keysOfSchema));
    }

    @Test
    void every_object_of_the_schema_is_in_the_complete_example_described_and_closed() {
        List<String> flaws = new ArrayList<>();
        findFlaws(schema, "", flaws);
        assertThat(flaws).isEmpty();
    }

    private void walk(JsonNode type, Object value, String place) {
        if (value instanceof List<?> list) {
            JsonNode items = typeWith(type, "items").get("items");
            list.forEach(element -> walk(items, element, place + "[]"));
        } else if (value instanceof Map<?, ?> mapping && !mapping.isEmpty()) {
            walkMapping(type, mapping, place);
        }
    }

    private void walkMapping(JsonNode type, Map<?, ?> mapping, String place) {
        if (isOpen(type)) {
            JsonNode open = typeWith(type, "additionalProperties").get("additionalProperties");
            mapping.forEach((key, value) -> walk(open, value, place + ".*"));
            return;
        }
        JsonNode closed = typeFor(type, mapping);
        visited.add(closed);
        Set<String> keys = new TreeSet<>();
        closed.get("properties").fieldNames().forEachRemaining(keys::add);
        mapping.keySet()
                .forEach(key ->
                        keysSeen.computeIfAbsent(keys, any -> new TreeSet<>()).add((String) key));
        checkLoader(mapping, keys, place + " " + keys);
        mapping.forEach((key, value) -> walk(closed.get("properties").get((String) key), value, place + "." + key));
    }

    /** Puts a key there that nobody knows, and reads in the message which ones were possible. */
    private void checkLoader(Map<?, ?> mapping, Set<String> keys, String name) {
        if (name.endsWith(" [env, file]")) {
            return; // never names a key: SecretsTest
        }
        @SuppressWarnings("unchecked") // the parser made it, with string keys
        Map<String, Object> writable = (Map<String, Object>) mapping;
        writable.put(STRAY, 1);
        String yaml =
                new Dump(DumpSettings.builder().setDereferenceAliases(true).build()).dumpToString(root);
        writable.remove(STRAY);
        List<String> messages = Yaml.problems(yaml).stream()
                .filter(problem -> problem.contains(STRAY + ": unknown key"))
                .map(problem -> problem.replaceAll(".*\\(expected: (.*)\\)", "$1"))
                .toList();
        if (messages.size() != 1 || !new TreeSet<>(List.of(messages.get(0).split(", "))).equals(keys)) {
            loaderDisagrees.add(name + " but the loader: " + messages);
        }
    }

    private void findFlaws(JsonNode type, String place, List<String> flaws) {
        if (type.has("properties") && !place.endsWith("/then") && !place.endsWith("/else")) {
            boolean secret = place.equals("/$defs/secret");
            if (!visited.contains(type) && !secret) {
                flaws.add(place + " is nowhere in the complete example");
            }
            if (!type.path("additionalProperties").isBoolean()
                    || type.path("additionalProperties").asBoolean()) {
                flaws.add(place + " is open");
            }
            type.get("properties").properties().forEach(property -> {
                if (variants(property.getValue()).stream().noneMatch(variant -> variant.has("description"))) {
                    flaws.add(place + "/" + property.getKey() + " is not described");
                }
            });
        }
        type.properties().forEach(field -> findFlaws(field.getValue(), place + "/" + field.getKey(), flaws));
    }

    private boolean isOpen(JsonNode type) {
        return variants(type).stream()
                .anyMatch(variant -> variant.path("additionalProperties").isObject());
    }

    private JsonNode typeWith(JsonNode type, String keyword) {
        return variants(type).stream()
                .filter(variant -> variant.has(keyword))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode typeFor(JsonNode type, Map<?, ?> mapping) {
        return variants(type).stream()
                .filter(variant -> variant.has("properties"))
                .filter(variant -> mapping.keySet().stream()
                        .allMatch(key -> variant.get("properties").has((String) key)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no type in the schema for " + mapping));
    }

    /** The type itself, what it refers to, and its alternatives. */
    private List<JsonNode> variants(JsonNode type) {
        List<JsonNode> variants = new ArrayList<>(List.of(type));
        if (type.has("$ref")) {
            variants.addAll(variants(schema.at(type.get("$ref").asText().substring(1))));
        }
        if (type.has("anyOf")) {
            type.get("anyOf").forEach(alternative -> variants.addAll(variants(alternative)));
        }
        return variants;
    }
}
