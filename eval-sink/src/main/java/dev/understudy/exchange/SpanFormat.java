package dev.understudy.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.config.Sha256;
import dev.understudy.log.JsonLine;
import dev.understudy.pair.MalformedRecordException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Spans, one a line: {@code {name, context: {trace_id, span_id}, start_time, end_time, attributes}}, legacy's and the
 * candidate's of a pair in one trace. What the attributes are called is the convention's business.
 */
record SpanFormat(Convention convention) implements Format {

    /** A vocabulary for attributes. */
    interface Convention {
        String name();

        String about();

        void write(ObjectNode attributes, SideBySide pair, Reply reply, String role, Origin origin);

        /** What stands in the attributes; null when it is no span of a model. */
        @Nullable
        Span read(JsonNode attributes) throws MalformedRecordException;
    }

    /** @param role {@code legacy} or {@code candidate} */
    record Span(String id, String role, Question question, Reply reply) {}

    @Override
    public String name() {
        return convention.name();
    }

    @Override
    public String about() {
        return convention.about();
    }

    @Override
    public Shape shape() {
        return Shape.FILE;
    }

    @Override
    public Export export(Target target, Origin origin) throws IOException {
        Target.Lines lines = Target.lines(target, "spans.jsonl");
        return new Export() {
            @Override
            public void add(SideBySide pair) throws IOException {
                span(pair, pair.legacy(), "legacy");
                span(pair, pair.candidate(), "candidate");
            }

            private void span(SideBySide pair, @Nullable Reply reply, String role) throws IOException {
                if (reply == null) {
                    return;
                }
                Double millis = reply.latencyMs();
                Instant end = millis == null ? pair.time() : pair.time().plusNanos((long) (millis * 1e6));
                ObjectNode span = JsonLine.object().put("name", pair.route() + " " + role);
                span.putObject("context")
                        .put("trace_id", hex(pair.pairId(), 32))
                        .put("span_id", hex(pair.pairId() + role, 16));
                span.put("start_time", pair.time().toString()).put("end_time", end.toString());
                ObjectNode attributes = span.putObject("attributes");
                convention.write(attributes, pair, reply, role, origin);
                lines.add(span);
            }

            @Override
            public void close() throws IOException {
                lines.close();
            }
        };
    }

    private static String hex(String text, int digits) {
        return Sha256.of(text).substring(0, digits);
    }

    @Override
    public void read(List<Path> files, Received received) throws IOException {
        for (int i = 0; i < files.size(); i++) {
            Path file = files.get(i);
            String role = files.size() == 2 ? (i == 0 ? "legacy" : "candidate") : "";
            JsonLines.read(
                    file,
                    (number, why) -> received.bad(file.getFileName() + " line " + number, why),
                    (number, line) -> {
                        Span span = convention.read(line.path("attributes"));
                        if (span == null) {
                            return;
                        }
                        boolean isLegacy = (role.isEmpty() ? span.role() : role).equals("legacy");
                        received.question(
                                span.id(),
                                span.question(),
                                isLegacy ? span.reply() : null,
                                isLegacy ? null : span.reply());
                    });
        }
    }
}
