package dev.understudy.gateway.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.config.ConfigSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The configuration's keys by their paths, as its schema has them; a path may begin at any section. */
final class SchemaPaths {
    private final JsonNode schema;
    private final List<JsonNode> sections = new ArrayList<>();

    SchemaPaths() throws IOException {
        schema = new ObjectMapper().readTree(ConfigSchema.text());
        findSections(schema);
    }

    private void findSections(JsonNode type) {
        if (type.has("properties")) {
            sections.add(type);
        }
        type.forEach(this::findSections);
    }

    /** Whether some section has this key. */
    boolean has(String key) {
        return sections.stream().anyMatch(section -> section.path("properties").has(key));
    }

    /** @param path an asterisk stands for a name of the user's own */
    boolean has(List<String> path) {
        return sections.stream()
                .filter(section -> section.path("properties").has(path.get(0)))
                .anyMatch(section -> has(section, path));
    }

    /** The paths of a piece of YAML that are not there. */
    List<List<String>> strangers(Object yaml) {
        List<List<String>> paths = new ArrayList<>();
        collect(List.of(), yaml, paths);
        return paths.stream().filter(path -> !has(path)).toList();
    }

    private static void collect(List<String> path, Object yaml, List<List<String>> paths) {
        if (yaml instanceof Map<?, ?> map && !map.isEmpty()) {
            map.forEach((key, value) -> {
                List<String> longer = new ArrayList<>(path);
                longer.add(String.valueOf(key));
                collect(longer, value, paths);
            });
        } else if (yaml instanceof List<?> list && !list.isEmpty()) {
            list.forEach(element -> collect(path, element, paths));
        } else if (!path.isEmpty()) {
            paths.add(path);
        }
    }

    private boolean has(JsonNode type, List<String> path) {
        if (path.isEmpty()) {
            return true;
        }
        List<String> rest = path.subList(1, path.size());
        for (JsonNode variant : variants(type)) {
            JsonNode known = variant.path("properties").path(path.get(0));
            JsonNode open = variant.path("additionalProperties");
            if ((known.isObject() && has(known, rest))
                    || (open.isObject() && has(open, rest))
                    || (variant.has("items") && has(variant.get("items"), path))) {
                return true;
            }
        }
        return false;
    }

    /** The type itself, what it refers to, and its alternatives. */
    private List<JsonNode> variants(JsonNode type) {
        List<JsonNode> variants = new ArrayList<>(List.of(type));
        if (type.has("$ref")) {
            variants.addAll(variants(schema.at(type.get("$ref").asText().substring(1))));
        }
        type.path("anyOf").forEach(alternative -> variants.addAll(variants(alternative)));
        return variants;
    }
}
