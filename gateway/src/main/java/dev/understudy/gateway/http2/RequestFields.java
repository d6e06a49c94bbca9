package dev.understudy.gateway.http2;

import dev.understudy.gateway.http1.Target;
import dev.understudy.gateway.wire.Failure;
import dev.understudy.gateway.wire.FieldName;
import dev.understudy.gateway.wire.Fields;
import dev.understudy.gateway.wire.RequestHead;
import dev.understudy.gateway.wire.Version;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request's head out of HTTP/2's fields (RFC 9113, sections 8.2 and 8.3). What comes out may be written as HTTP/1.1
 * without another look.
 */
public final class RequestFields {
    private static final int FIELDS_MAX = 256;
    private static final int METHOD_MAX = 64;
    private static final long MALFORMED = -2;
    private static final List<CharSequence> PSEUDO = List.of(
            Http2Headers.PseudoHeaderName.METHOD.value(),
            Http2Headers.PseudoHeaderName.SCHEME.value(),
            Http2Headers.PseudoHeaderName.PATH.value(),
            Http2Headers.PseudoHeaderName.AUTHORITY.value());

    private RequestFields() {}

    /**
     * The head, perhaps with a problem that an answer can tell the client; or nothing, when the request is malformed, so
     * that its stream has to be reset.
     *
     * @param ended whether no body follows
     */
    public static Optional<RequestHead> head(Http2Headers headers, boolean ended) {
        if (headers.size() > FIELDS_MAX + PSEUDO.size()) {
            return Optional.of(RequestHead.broken(Failure.HEAD_TOO_LARGE));
        }
        String method = text(headers.method());
        if (method == null || !isToken(method) || !isEachOnce(headers)) {
            return Optional.empty();
        }
        Optional<Fields> read = FieldList.of(headers);
        if (read.isEmpty()) {
            return Optional.empty();
        }
        Fields fields = read.get();
        if (fields.size() - fields.count(FieldName.HOST) >= FIELDS_MAX) { // HTTP/1.1 counts the host as well
            return Optional.of(RequestHead.broken(Failure.HEAD_TOO_LARGE));
        }
        if (method.equals("CONNECT")) {
            return Optional.of(RequestHead.broken(Failure.METHOD_NOT_ALLOWED));
        }
        String path = text(headers.path());
        String host = host(headers, fields);
        if (host == null || path == null || !isScheme(headers.scheme()) || !Target.isPath(path, method)) {
            return Optional.empty();
        }
        long length = length(fields, ended);
        return length == MALFORMED
                ? Optional.empty()
                : Optional.of(head(method, path, host, fields, length, problem(method, fields)));
    }

    /** What stands behind a body; or nothing, when it is malformed. */
    public static Optional<Fields> trailers(Http2Headers headers) {
        for (var field : headers) {
            if (field.getKey().length() > 0 && field.getKey().charAt(0) == ':') {
                return Optional.empty();
            }
        }
        return headers.size() > FIELDS_MAX ? Optional.empty() : FieldList.of(headers);
    }

    private static RequestHead head(
            String method, String path, String host, Fields fields, long length, @Nullable Failure problem) {
        return problem != null
                ? new RequestHead(method, "/", null, Version.HTTP_2, fields, 0, false, false, true, problem)
                : new RequestHead(
                        method,
                        path,
                        host,
                        Version.HTTP_2,
                        fields,
                        length,
                        length != 0 || fields.contains(FieldName.CONTENT_LENGTH),
                        length != 0 && fields.contains(FieldName.EXPECT),
                        true,
                        null);
    }

    private static @Nullable Failure problem(String method, Fields fields) {
        if (method.length() > METHOD_MAX) {
            return Failure.METHOD_NOT_IMPLEMENTED;
        }
        if (method.equals("TRACE")) {
            return Failure.METHOD_NOT_ALLOWED;
        }
        boolean expected = !fields.contains(FieldName.EXPECT)
                || (fields.count(FieldName.EXPECT) == 1 && fields.says(FieldName.EXPECT, "100-continue"));
        return expected ? null : Failure.EXPECTATION_FAILED;
    }

    /** Of the body; -1 when it is not known before its end. */
    private static long length(Fields fields, boolean ended) {
        if (!fields.contains(FieldName.CONTENT_LENGTH)) {
            return ended ? 0 : -1;
        }
        long length = fields.number(FieldName.CONTENT_LENGTH);
        return length < 0 || (ended && length > 0) ? MALFORMED : length;
    }

    /** As the client named it, once or twice; null when it did not, or named two. */
    private static @Nullable String host(Http2Headers headers, Fields fields) {
        String authority = text(headers.authority());
        String host = fields.first(FieldName.HOST);
        if (fields.count(FieldName.HOST) > 1
                || (authority != null && host != null && !authority.equalsIgnoreCase(host))) {
            return null;
        }
        String named = authority == null ? host : authority;
        return named != null && Target.isAuthority(named) ? named : null;
    }

    private static boolean isEachOnce(Http2Headers headers) {
        int pseudo = 0;
        for (var field : headers) {
            CharSequence name = field.getKey();
            if (name.length() == 0 || name.charAt(0) != ':') {
                break;
            }
            pseudo++;
        }
        int known = 0;
        for (CharSequence name : PSEUDO) {
            known += headers.contains(name) ? 1 : 0;
        }
        return pseudo == known;
    }

    private static boolean isScheme(@Nullable CharSequence scheme) {
        return scheme != null
                && (CharSequence.compare(scheme, "https") == 0 || CharSequence.compare(scheme, "http") == 0);
    }

    private static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!FieldList.isToken(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static @Nullable String text(@Nullable CharSequence value) {
        return value == null ? null : value.toString();
    }
}
