package dev.understudy.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.compare.metric.Classes;
import org.jspecify.annotations.Nullable;

/** What was said of which class, as JSON. */
final class ClassesJson {
    private ClassesJson() {}

    static @Nullable ObjectNode of(@Nullable Classes classes) {
        if (classes == null) {
            return null;
        }
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ArrayNode labels = node.putArray("labels");
        classes.labels().forEach(labels::add);
        node.put("truncated", classes.truncated());
        node.put("rows", classes.rows());
        node.set("legacy", side(classes.legacy()));
        node.set("candidate", side(classes.candidate()));
        return node;
    }

    private static ObjectNode side(Classes.Side side) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ArrayNode confusion = node.putArray("confusion");
        side.confusion().forEach(row -> row.forEach(confusion.addArray()::add));
        ArrayNode unanswered = node.putArray("unanswered");
        side.unanswered().forEach(unanswered::add);
        ArrayNode reliability = node.putArray("reliability");
        for (Classes.Bin bin : side.reliability()) {
            reliability
                    .addObject()
                    .put("n", bin.n())
                    .put("probability", bin.probability())
                    .put("happened", bin.happened());
        }
        return node;
    }
}
