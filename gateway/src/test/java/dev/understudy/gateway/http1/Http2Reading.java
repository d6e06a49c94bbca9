package dev.understudy.gateway.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.understudy.gateway.wire.FieldName;
import dev.understudy.gateway.wire.Fields;
import dev.understudy.gateway.wire.RequestHead;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.List;

/** Bytes as fields of HTTP/2, and the head that was read out of them as HTTP/1.1 writes it. */
final class Http2Reading {
    /** Behind each name and each value, since neither is likely to be looked for with it. */
    private static final String END = "\u00ff";

    private Http2Reading() {}

    static Http2Headers headers(byte[] bytes) {
        String[] parts = new String(bytes, ISO_8859_1).split(END, -1);
        Http2Headers headers = new DefaultHttp2Headers(false);
        for (int i = 0; i + 1 < parts.length; i += 2) {
            headers.add(new AsciiString(parts[i]), new AsciiString(parts[i + 1]));
        }
        return headers;
    }

    static byte[] written(RequestHead head) {
        StringBuilder text = new StringBuilder(head.method() + " " + head.target() + " HTTP/1.1\r\n");
        text.append("host: ").append(head.host()).append("\r\n");
        lines(head).forEach(line -> text.append(line).append("\r\n"));
        return text.append("\r\n").toString().getBytes(ISO_8859_1);
    }

    /** Its fields, but for the host, which is the authority in HTTP/2. */
    static List<String> lines(RequestHead head) {
        Fields fields = head.fields();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            if (fields.known(i) != FieldName.HOST) {
                lines.add(fields.lowerName(i) + ": " + fields.octets(i));
            }
        }
        return lines;
    }
}
