package dev.understudy.compare.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Fields that tools call by different names. */
final class Named {
    private static final List<String> LABELS = List.of("label", "category_id", "category", "class", "name");

    private Named() {}

    /** What a box or a segment is of. */
    static JsonNode label(JsonNode object) {
        return first(object, LABELS);
    }

    /** The first that is there; missing when none is. */
    static JsonNode first(JsonNode object, List<String> names) {
        for (String name : names) {
            if (object.has(name)) {
                return object.get(name);
            }
        }
        return object.path(names.get(0));
    }
}
