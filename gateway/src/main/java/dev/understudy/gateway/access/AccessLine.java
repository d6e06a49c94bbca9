package dev.understudy.gateway.access;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.understudy.gateway.observe.ExchangeView;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One exchange as a line of JSON, in ASCII: neither a line break nor a terminal's control characters get through. */
final class AccessLine {
    private static final int TEXT_MAX = 2048;
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .characterEscapes(new DeleteToo())
            .build()
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

    private AccessLine() {}

    static void write(ExchangeView exchange, OutputStream to) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(to)) {
            json.writeStartObject();
            json.writeStringField(
                    "time", Instant.ofEpochMilli(exchange.epochMillis()).toString());
            json.writeStringField("id", exchange.id());
            json.writeStringField("client", exchange.client());
            json.writeStringField("protocol", exchange.protocol());
            json.writeStringField("method", cut(exchange.method()));
            target(json, exchange.target());
            text(json, "route", exchange.route());
            json.writeNumberField("status", exchange.status());
            json.writeStringField("outcome", exchange.cause() == null ? "ok" : exchange.cause());
            text(json, "assigned", exchange.assigned());
            text(json, "served", exchange.served());
            json.writeNumberField("bytesIn", exchange.bytesIn());
            json.writeNumberField("bytesOut", exchange.bytesOut());
            json.writeNumberField("durationMs", millis(exchange.durationNanos()));
            if (exchange.ownNanos() > 0) {
                json.writeNumberField("ownMs", millis(exchange.ownNanos()));
            }
            ExchangeView.TraceView trace = exchange.trace();
            text(json, "traceId", trace == null ? null : trace.traceId());
            text(json, "userAgent", exchange.userAgent());
            json.writeEndObject();
        }
        to.write('\n');
    }

    private static void target(JsonGenerator json, String target) throws IOException {
        int query = target.indexOf('?');
        json.writeStringField("path", cut(query < 0 ? target : target.substring(0, query)));
        if (query >= 0) {
            json.writeStringField("query", cut(RedactedQuery.of(target.substring(query + 1))));
        }
    }

    /** Not there when there is nothing to say. */
    private static void text(JsonGenerator json, String name, @Nullable String text) throws IOException {
        if (text != null) {
            json.writeStringField(name, cut(text));
        }
    }

    private static String cut(String text) {
        return text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX) + "...";
    }

    /** Microseconds are as exact as it is worth. */
    private static double millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(nanos) / 1000.0;
    }

    /** What JSON asks for, and DEL, which it does not. */
    private static final class DeleteToo extends CharacterEscapes {
        private static final long serialVersionUID = 1;
        private static final int DELETE = 0x7f;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] escapes = standardAsciiEscapesForJSON();
            escapes[DELETE] = ESCAPE_STANDARD;
            return escapes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int character) {
            return null;
        }
    }
}
