package dev.understudy.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.log.JsonLine;
import dev.understudy.pair.MalformedRecordException;
import java.time.Instant;

/**
 * One version of a data set, as its first line says.
 *
 * @param version the first 12 hexadecimal digits of the SHA-256 of its cases
 * @param drawn how
 */
public record Snapshot(String name, String version, String drawn, long seed, int cases, String note, Instant time) {
    static final int SCHEMA_VERSION = 1;

    ObjectNode toJson() {
        return JsonLine.object()
                .put("schemaVersion", SCHEMA_VERSION)
                .put("dataset", name)
                .put("version", version)
                .put("drawn", drawn)
                .put("seed", seed)
                .put("cases", cases)
                .put("note", note)
                .put("time", time.toString());
    }

    static Snapshot of(JsonNode json) throws MalformedRecordException {
        return new Snapshot(
                JsonLine.require(json, "dataset"),
                JsonLine.require(json, "version"),
                json.path("drawn").asText(),
                json.path("seed").asLong(),
                json.path("cases").asInt(),
                json.path("note").asText(),
                JsonLine.time(json, "time"));
    }
}
