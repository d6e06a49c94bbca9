package dev.understudy.gateway.feedback;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.understudy.pair.Feedback;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Bytes to feedback events, or everything that is wrong with them. */
final class FeedbackParser {
    static final int EVENTS_MAX = 1_000;

    private static final int PROBLEMS_MAX = 100;
    /** What the parser says of its input means nothing to whom sent it. */
    private static final Pattern PARSERS_SOURCE = Pattern.compile(" \\(start marker at \\[Source: [^]]*]\\)");

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxNumberLength(64)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Either events or problems; never both. */
    record Parsed(List<Feedback> events, List<FeedbackProblem> problems) {
        Parsed {
            events = List.copyOf(events);
            problems = List.copyOf(problems);
        }

        private static Parsed refused(String message) {
            return new Parsed(List.of(), List.of(new FeedbackProblem(-1, "", message)));
        }
    }

    private FeedbackParser() {}

    /** @param now the time of an event that does not say its own */
    static Parsed parse(byte[] body, Instant now) {
        JsonNode root;
        try {
            root = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return Parsed.refused("not JSON: "
                    + PARSERS_SOURCE.matcher(e.getOriginalMessage()).replaceAll("") + place(e.getLocation()));
        } catch (IOException e) {
            return Parsed.refused("not JSON: " + e.getMessage());
        }
        if (root.isObject()) {
            return events(List.of(root), now);
        }
        if (!root.isArray()) {
            return Parsed.refused("body: " + EventReader.kind(root) + " (expected: one event or a list of events)");
        }
        if (root.size() > EVENTS_MAX) {
            return Parsed.refused("body: " + root.size() + " events (expected: at most " + EVENTS_MAX + ")");
        }
        List<JsonNode> nodes = new ArrayList<>();
        root.forEach(nodes::add);
        return events(nodes, now);
    }

    private static Parsed events(List<JsonNode> nodes, Instant now) {
        List<Feedback> events = new ArrayList<>();
        List<FeedbackProblem> problems = new ArrayList<>();
        for (int index = 0; index < nodes.size() && problems.size() < PROBLEMS_MAX; index++) {
            new EventReader(index, nodes.get(index), problems).read(now).ifPresent(events::add);
        }
        return problems.isEmpty() ? new Parsed(events, List.of()) : new Parsed(List.of(), problems);
    }

    /** A body that breaks a limit has no place. */
    private static String place(@Nullable JsonLocation location) {
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
