package dev.understudy.compare.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.understudy.pair.Leg;
import org.jspecify.annotations.Nullable;

/** An answer as a JSON document, for those who look for something else in it than the answer. */
public final class Documents {
    private Documents() {}

    /** What an answer says as fields: the document that it is, or that its text holds; missing where there are none. */
    public static JsonNode in(@Nullable Answer answer) {
        if (answer instanceof Answer.Json json) {
            return json.document();
        }
        return answer instanceof Answer.Text text
                ? Fence.inner(text.text())
                        .filter(inner -> inner.startsWith("{") || inner.startsWith("["))
                        .flatMap(Bodies::json)
                        .orElse(MissingNode.getInstance())
                : MissingNode.getInstance();
    }

    /** Missing where there is none, or it is no JSON. */
    public static JsonNode of(Leg leg) {
        if (leg.body() != null && Bodies.answer(leg, leg.body()) instanceof Bodies.Text.Read read) {
            return Bodies.json(read.text()).orElse(MissingNode.getInstance());
        }
        return MissingNode.getInstance();
    }
}
