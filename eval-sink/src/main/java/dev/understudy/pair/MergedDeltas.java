package dev.understudy.pair;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * An object that arrives in pieces, as in the deltas of a chat completion: text is put together, what names something is
 * taken as it last came, lists whose members carry an {@code index} are merged member by member, others are appended.
 */
final class MergedDeltas {
    private static final Set<String> WHOLE = Set.of("id", "type", "role", "name", "finish_reason", "object", "model");
    private static final String INDEX = "index";

    private final Map<String, Object> fields = new LinkedHashMap<>();

    void add(JsonNode delta) {
        for (Map.Entry<String, JsonNode> field : delta.properties()) {
            JsonNode value = field.getValue();
            if (!value.isNull() || !fields.containsKey(field.getKey())) {
                add(field.getKey(), value);
            }
        }
    }

    private void add(String name, JsonNode value) {
        if (value.isTextual() && !WHOLE.contains(name)) {
            text(name).append(value.textValue());
        } else if (value.isObject()) {
            object(name).add(value);
        } else if (value.isArray() && !value.isEmpty() && isIndexed(value)) {
            Map<Integer, MergedDeltas> members = members(name);
            value.forEach(member -> members.computeIfAbsent(member.get(INDEX).intValue(), index -> new MergedDeltas())
                    .add(member));
        } else if (value.isArray()) {
            list(name).addAll((ArrayNode) value);
        } else {
            fields.put(name, value);
        }
    }

    /** Everything that came, without the indexes it was merged by. */
    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        fields.forEach((name, value) -> json.set(name, toJson(value)));
        return json;
    }

    private static JsonNode toJson(Object value) {
        if (value instanceof StringBuilder text) {
            return JsonNodeFactory.instance.textNode(text.toString());
        }
        if (value instanceof MergedDeltas object) {
            return object.toJson();
        }
        if (value instanceof Members members) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            members.byIndex.values().forEach(member -> list.add(member.toJson().without(INDEX)));
            return list;
        }
        return (JsonNode) value;
    }

    private static boolean isIndexed(JsonNode list) {
        for (JsonNode member : list) {
            if (!member.isObject() || !member.path(INDEX).isInt()) {
                return false;
            }
        }
        return true;
    }

    private StringBuilder text(String name) {
        if (fields.get(name) instanceof StringBuilder text) {
            return text;
        }
        StringBuilder text = new StringBuilder();
        fields.put(name, text);
        return text;
    }

    private MergedDeltas object(String name) {
        if (fields.get(name) instanceof MergedDeltas object) {
            return object;
        }
        MergedDeltas object = new MergedDeltas();
        fields.put(name, object);
        return object;
    }

    private Map<Integer, MergedDeltas> members(String name) {
        if (fields.get(name) instanceof Members members) {
            return members.byIndex;
        }
        Members members = new Members(new TreeMap<>());
        fields.put(name, members);
        return members.byIndex;
    }

    private ArrayNode list(String name) {
        if (fields.get(name) instanceof ArrayNode list) {
            return list;
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        fields.put(name, list);
        return list;
    }

    private record Members(Map<Integer, MergedDeltas> byIndex) {}
}
