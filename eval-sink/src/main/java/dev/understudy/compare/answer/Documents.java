package dev.understudy.compare.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.understudy.pair.Leg;

/** An answer as a JSON document, for those who look for something else in it than the answer. */
public final class Documents {
    private Documents() {}

    /** Missing where there is none, or it is no JSON. */
    public static JsonNode of(Leg leg) {
        if (leg.body() != null && Bodies.answer(leg, leg.body()) instanceof Bodies.Text.Read read) {
            return Bodies.json(read.text()).orElse(MissingNode.getInstance());
        }
        return MissingNode.getInstance();
    }
}
