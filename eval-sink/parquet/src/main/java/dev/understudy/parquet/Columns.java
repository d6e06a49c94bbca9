package dev.understudy.parquet;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The columns of a pair: the fields of its line in the log, under the same names. They are the same whatever rows there are.
 * Times are in UTC; what did not happen is null.
 */
final class Columns {
    private static final String BODY =
            "body VARCHAR, bodyBase64 VARCHAR, bodyBytes BIGINT, truncated BOOLEAN, bodyOmitted VARCHAR";
    private static final String HEADERS = "headers MAP(VARCHAR, VARCHAR)";
    private static final String TIMES =
            "STRUCT(sentMs DOUBLE, firstByteMs DOUBLE, firstTokenMs DOUBLE, lastByteMs DOUBLE)";
    private static final String TOKENS = "STRUCT(input BIGINT, output BIGINT, cachedInput BIGINT, reasoning BIGINT,"
            + " estimated BOOLEAN, partial BOOLEAN)";
    private static final String LEG = "STRUCT(role VARCHAR, model VARCHAR, endpoint VARCHAR, attempts INTEGER,"
            + " outcome VARCHAR, cause VARCHAR, status INTEGER, " + HEADERS + ", " + BODY
            + ", stream STRUCT(events INTEGER, complete BOOLEAN), times " + TIMES + ", tokens " + TOKENS
            + ", reportedModel VARCHAR, finishReason VARCHAR,"
            + " interTokenMs STRUCT(gaps INTEGER, mean DOUBLE, p95 DOUBLE, max DOUBLE),"
            + " cost STRUCT(amount DOUBLE, currency VARCHAR), rewritten BOOLEAN)";
    private static final String FEEDBACK = "STRUCT(id VARCHAR, event VARCHAR, item VARCHAR, label VARCHAR,"
            + " \"value\" DOUBLE, eventId VARCHAR, \"time\" TIMESTAMP)";

    /** As a line of the log has them, in its order. */
    static final List<Column> OF_A_LINE = List.of(
            new Column("schemaVersion", "INTEGER"),
            new Column("id", "VARCHAR"),
            new Column("time", "TIMESTAMP"),
            new Column("instance", "VARCHAR"),
            new Column("sequence", "BIGINT"),
            new Column("route", "VARCHAR"),
            new Column("revision", "VARCHAR"),
            new Column("strategy", "VARCHAR"),
            new Column("unit", "STRUCT(kind VARCHAR, source VARCHAR, hash VARCHAR)"),
            new Column("assigned", "VARCHAR"),
            new Column("served", "VARCHAR"),
            new Column("propensity", "DOUBLE"),
            new Column("sampleRate", "DOUBLE"),
            new Column("request", "STRUCT(\"method\" VARCHAR, path VARCHAR, " + HEADERS + ", " + BODY + ")"),
            new Column("legs", LEG + "[]"),
            new Column(
                    "interleaving",
                    "STRUCT(\"method\" VARCHAR, degraded BOOLEAN, items STRUCT(id VARCHAR, \"from\" VARCHAR)[])"),
            new Column("feedback", FEEDBACK + "[]"));

    private Columns() {}

    /** @param type as DuckDB writes it */
    record Column(String name, String type) {}

    /** All of a file, the day it is filed under at the end. */
    static String written() {
        return names() + ", CAST(\"time\" AS DATE) AS \"day\"";
    }

    /** What {@code read_json} is told of a line. */
    static String ofJson() {
        return OF_A_LINE.stream()
                .map(column -> Sql.text(column.name()) + ": " + Sql.text(column.type()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** A line of the log again: an object with times as text. */
    static String asLine() {
        return OF_A_LINE.stream()
                .map(column -> Sql.name(column.name()) + " := " + asJson(column))
                .collect(Collectors.joining(", ", "to_json(struct_pack(", "))"));
    }

    /** Those that are not among what was found, for a message. */
    static String missing(Set<String> found) {
        return OF_A_LINE.stream()
                .map(Column::name)
                .filter(name -> !found.contains(name))
                .collect(Collectors.joining(", "));
    }

    private static String names() {
        return OF_A_LINE.stream().map(column -> Sql.name(column.name())).collect(Collectors.joining(", "));
    }

    private static String asJson(Column column) {
        return switch (column.name()) {
            case "time" -> isoTime("\"time\"");
            case "feedback" ->
                "list_transform(feedback, lambda event: struct_pack(id := event.id, event := event.event,"
                        + " item := event.item, label := event.label, \"value\" := event.\"value\","
                        + " eventId := event.eventId, \"time\" := " + isoTime("event.\"time\"") + "))";
            default -> Sql.name(column.name());
        };
    }

    private static String isoTime(String column) {
        return "strftime(CAST(" + column + " AS TIMESTAMP), '%Y-%m-%dT%H:%M:%S.%gZ')";
    }
}
