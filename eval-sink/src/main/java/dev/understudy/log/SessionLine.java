package dev.understudy.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.config.Experiment;
import dev.understudy.pair.Feedback;
import dev.understudy.pair.Leg;
import dev.understudy.pair.MalformedRecordException;
import dev.understudy.pair.Pair;
import dev.understudy.pair.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A line about somebody who saw one list mixed from both models' by something else than a gateway: {@code {"session", "list":
 * [items], "teams": ["legacy" or "candidate" for each], "clicks": [places from 0], "method"?, "query"?, "time"?, "legacy"?:
 * {"ranking"}, "candidate"?: {"ranking"}}}. As a pair it is that of an interleaved request.
 */
record SessionLine(ObjectNode line) {
    private static final List<String> SIDES = List.of("legacy", "candidate");
    private static final Set<String> METHODS = Arrays.stream(Experiment.Method.values())
            .map(Experiment.Method::yaml)
            .collect(Collectors.toSet());

    /** Outputs may well have a session of their own. */
    static boolean isOne(ObjectNode line) {
        return line.has("session") && !line.has("pair_id");
    }

    Pair toPair(String route, long sequence, Instant now) throws MalformedRecordException {
        String id = route + ":" + JsonLine.require(line, "session");
        Instant time = time(now);
        List<Pair.Item> items = items();
        Pair.Interleaving mixed = new Pair.Interleaving(method(), false, items);
        List<Leg> legs = List.of(leg(Leg.Role.LEGACY, "legacy"), leg(Leg.Role.CANDIDATE, "candidate"));
        ObjectNode asked = line.deepCopy().without(SIDES);
        return new Pair(
                id,
                time,
                PairImport.INSTANCE,
                sequence,
                route,
                PairImport.INSTANCE,
                "interleave",
                null,
                "legacy",
                null,
                1,
                1,
                new Request("POST", "/" + route, OutputsLine.JSON, OutputsLine.body(asked)),
                legs,
                mixed,
                clicks(id, items, time));
    }

    private Instant time(Instant now) throws MalformedRecordException {
        String text = JsonLine.text(line, "time");
        return text == null
                ? now
                : Feedback.parseTime(text)
                        .orElseThrow(() -> JsonLine.wrong(
                                "time", line.get("time"), "ISO 8601 with an offset, such as 2026-11-22T01:02:03Z"));
    }

    private String method() throws MalformedRecordException {
        String method = line.path("method").asText(Experiment.Method.TEAM_DRAFT.yaml());
        if (!METHODS.contains(method)) {
            throw JsonLine.wrong("method", line.get("method"), "one of " + new TreeSet<>(METHODS));
        }
        return method;
    }

    private List<Pair.Item> items() throws MalformedRecordException {
        JsonNode list = line.path("list");
        JsonNode teams = line.path("teams");
        if (!list.isArray() || list.isEmpty()) {
            throw JsonLine.wrong("list", line.get("list"), "the items that were shown, in their order");
        }
        if (!teams.isArray() || teams.size() != list.size()) {
            throw JsonLine.wrong(
                    "teams", line.get("teams"), "legacy or candidate for each of " + list.size() + " items");
        }
        List<Pair.Item> items = new ArrayList<>();
        Set<String> seen = new TreeSet<>();
        for (int place = 0; place < list.size(); place++) {
            JsonNode item = list.get(place);
            JsonNode team = teams.get(place);
            if (!item.isValueNode() || item.isNull() || !seen.add(item.asText())) {
                throw JsonLine.wrong("list", item, "the id of an item, each once");
            }
            if (!SIDES.contains(team.asText())) {
                throw JsonLine.wrong("teams", team, "legacy or candidate");
            }
            items.add(new Pair.Item(item.asText(), team.asText()));
        }
        return items;
    }

    /** Without its own list a side was asked all the same: its items are in the mixed one. */
    private Leg leg(Leg.Role role, String name) throws MalformedRecordException {
        JsonNode own = line.path(name);
        if (own.isMissingNode() || own.isNull()) {
            return OutputsLine.leg(role, name, null);
        }
        if (!own.path("ranking").isArray()) {
            throw JsonLine.wrong(name, own, "an object with ranking");
        }
        return OutputsLine.leg(role, name, own);
    }

    private List<Feedback> clicks(String id, List<Pair.Item> items, Instant time) throws MalformedRecordException {
        JsonNode places = line.path("clicks");
        if (!places.isArray()) {
            throw JsonLine.wrong(
                    "clicks", line.get("clicks"), "a list of places, the first one 0; empty without a click");
        }
        List<Feedback> clicks = new ArrayList<>();
        for (JsonNode place : places) {
            if (!place.canConvertToInt()
                    || !place.isIntegralNumber()
                    || place.intValue() < 0
                    || place.intValue() >= items.size()) {
                throw JsonLine.wrong("clicks", place, "a place from 0 to " + (items.size() - 1));
            }
            String item = items.get(place.intValue()).id();
            clicks.add(new Feedback(id, "click", item, null, null, id + ":click:" + place.intValue(), time));
        }
        return clicks;
    }
}
