package dev.understudy.gateway.wire;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which header fields go on to the other side, and which stop here (RFC 9110, section 7.6.1). */
public final class HttpFields {
    /** Every answer carries it; feedback refers to it. */
    public static final AsciiString PAIR_ID = AsciiString.cached("x-understudy-id");

    /** Which model answered, where a route reveals it. */
    public static final AsciiString MODEL = AsciiString.cached("x-understudy-model");

    /** A client that does not want its request to be copied. */
    public static final String OPT_OUT = "x-understudy-opt-out";

    private static final String OURS = "x-understudy-";
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");
    private static final Set<String> CREDENTIALS =
            Set.of("authorization", "proxy-authorization", "cookie", "x-api-key", "api-key", "x-goog-api-key");
    private static final Set<String> REPLACED = Set.of(
            "host",
            "expect",
            "content-length",
            "forwarded",
            "x-forwarded-for",
            "x-forwarded-proto",
            "x-forwarded-host",
            "x-forwarded-port",
            "x-real-ip",
            "proxy-authorization");

    private HttpFields() {}

    /** Fields of a client's request that a model may see: a copy, without framing, forwarding and what stops here. */
    public static HttpHeaders forwarded(HttpHeaders from, boolean credentials) {
        HttpHeaders to =
                DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
        Set<String> nominated = nominated(from);
        Iterator<Map.Entry<CharSequence, CharSequence>> fields = from.iteratorCharSequence();
        while (fields.hasNext()) {
            Map.Entry<CharSequence, CharSequence> field = fields.next();
            String name = lower(field.getKey());
            if (!HOP_BY_HOP.contains(name)
                    && !REPLACED.contains(name)
                    && !name.startsWith(OURS)
                    && !nominated.contains(name)
                    && (credentials || !CREDENTIALS.contains(name))) {
                to.add(field.getKey(), field.getValue());
            }
        }
        return to;
    }

    /** Takes out of a model's response what stops here. */
    public static void stripResponse(HttpHeaders headers) {
        Set<String> nominated = nominated(headers);
        for (String name : HOP_BY_HOP) {
            headers.remove(name);
        }
        for (String name : nominated) {
            headers.remove(name);
        }
        headers.remove(PAIR_ID);
        headers.remove(MODEL);
    }

    /** For the record: lower-case names, values of one name joined. */
    public static Map<String, String> recorded(HttpHeaders headers) {
        Map<String, String> recorded = new HashMap<>();
        Iterator<Map.Entry<CharSequence, CharSequence>> fields = headers.iteratorCharSequence();
        while (fields.hasNext()) {
            Map.Entry<CharSequence, CharSequence> field = fields.next();
            recorded.merge(lower(field.getKey()), field.getValue().toString(), (one, next) -> one + ", " + next);
        }
        return recorded;
    }

    /** Whether the body is a stream of server-sent events. */
    public static boolean isEventStream(HttpHeaders headers) {
        String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
        return type != null && type.regionMatches(true, 0, "text/event-stream", 0, 17);
    }

    private static Set<String> nominated(HttpHeaders headers) {
        List<String> connection = headers.getAll(HttpHeaderNames.CONNECTION);
        if (connection.isEmpty() || isCommon(connection)) {
            return Set.of();
        }
        Set<String> names = new HashSet<>();
        for (String value : connection) {
            for (String name : value.split(",", -1)) {
                names.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        names.remove("");
        return names;
    }

    private static boolean isCommon(List<String> connection) {
        return connection.size() == 1
                && (connection.get(0).equalsIgnoreCase("keep-alive")
                        || connection.get(0).equalsIgnoreCase("close"));
    }

    private static String lower(CharSequence name) {
        String text = name.toString();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                return text.toLowerCase(Locale.ROOT);
            }
        }
        return text;
    }

    /** The length that a head announces, or -1. */
    public static long contentLength(@Nullable String value) {
        if (value == null || value.isEmpty() || value.length() > 18) {
            return -1;
        }
        long length = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            length = length * 10 + (c - '0');
        }
        return length;
    }
}
