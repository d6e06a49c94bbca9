package dev.understudy.compare.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a model answered, without its wrapping. */
public sealed interface Answer {

    /** For people to read. */
    String display();

    /** A whole document. */
    record Json(JsonNode document) implements Answer {
        @Override
        public String display() {
            return document.toPrettyString();
        }
    }

    /** Free text. */
    record Text(String text) implements Answer {
        @Override
        public String display() {
            return text;
        }
    }

    /** A class or a number, as it was written. */
    record Prediction(String label, @Nullable Double probability) implements Answer {
        @Override
        public String display() {
            return probability == null ? label : label + " (" + probability + ")";
        }
    }

    /** Ids, the best first; each once. */
    record Ranking(List<String> ids) implements Answer {
        public Ranking {
            ids = List.copyOf(ids);
        }

        @Override
        public String display() {
            return String.join("\n", ids);
        }
    }
}
