package dev.understudy.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What one path does with the JSON object it is sent. */
interface Endpoint {
    Answer answer(Fields fields) throws BadRequestException;

    /** What goes back. */
    sealed interface Answer {
        record Whole(JsonNode body) implements Answer {}

        /** Server-sent events, each flushed on its own; {@code [DONE]} follows the last. */
        record Events(List<JsonNode> events) implements Answer {
            public Events {
                events = List.copyOf(events);
            }
        }
    }
}
