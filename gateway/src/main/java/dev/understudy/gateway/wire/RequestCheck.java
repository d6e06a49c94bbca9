package dev.understudy.gateway.wire;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import java.util.Optional;

/** What Netty's decoder leaves to us of RFC 9112: version, target, Host, framing, expectations. */
public final class RequestCheck {
    private static final int FIELDS_MAX = 256;

    private RequestCheck() {}

    /** Why a request whose head was decoded cannot be taken. */
    public static Optional<Failure> check(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return Optional.of(failure(request.decoderResult()));
        }
        HttpVersion version = request.protocolVersion();
        if (!version.protocolName().equals("HTTP") || version.majorVersion() != 1) {
            return Optional.of(Failure.VERSION_NOT_SUPPORTED);
        }
        String method = request.method().name();
        if (method.equals("CONNECT") || method.equals("TRACE")) {
            return Optional.of(Failure.METHOD_NOT_ALLOWED);
        }
        HttpHeaders headers = request.headers();
        if (headers.size() > FIELDS_MAX) {
            return Optional.of(Failure.HEAD_TOO_LARGE);
        }
        if (!isTarget(request.uri(), method) || !isFramed(headers, version) || !isHost(headers, version)) {
            return Optional.of(Failure.MALFORMED_REQUEST);
        }
        List<String> expect = headers.getAll(HttpHeaderNames.EXPECT);
        if (!expect.isEmpty() && (expect.size() > 1 || !expect.get(0).equalsIgnoreCase("100-continue"))) {
            return Optional.of(Failure.EXPECTATION_FAILED);
        }
        return Optional.empty();
    }

    /** What a decoder's failure is for the client. */
    public static Failure failure(DecoderResult result) {
        if (result.cause() instanceof TooLongHttpLineException) {
            return Failure.TARGET_TOO_LONG;
        }
        return result.cause() instanceof TooLongHttpHeaderException
                ? Failure.HEAD_TOO_LARGE
                : Failure.MALFORMED_REQUEST;
    }

    /** The same behind the head, where only trailers can be too large. */
    public static Failure bodyFailure(DecoderResult result) {
        return result.cause() instanceof TooLongHttpHeaderException
                ? Failure.HEAD_TOO_LARGE
                : Failure.MALFORMED_REQUEST;
    }

    /** The target in origin form, whichever form it came in; the request was checked. */
    public static String originForm(String target) {
        if (target.charAt(0) == '/' || target.equals("*")) {
            return target;
        }
        int path = target.indexOf('/', target.indexOf("://") + 3);
        int query = target.indexOf('?');
        if (path < 0 || (query >= 0 && query < path)) {
            return query < 0 ? "/" : "/" + target.substring(query);
        }
        return target.substring(path);
    }

    private static boolean isTarget(String target, String method) {
        if (target.isEmpty()) {
            return false;
        }
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '#') {
                return false;
            }
        }
        if (target.charAt(0) == '/') {
            return true;
        }
        if (target.equals("*")) {
            return method.equals("OPTIONS");
        }
        return target.regionMatches(true, 0, "http://", 0, 7)
                && target.length() > 7
                && isAuthority(target.substring(7).split("[/?]", 2)[0]);
    }

    private static boolean isFramed(HttpHeaders headers, HttpVersion version) {
        List<String> encodings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        List<String> lengths = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
        if (!encodings.isEmpty()) {
            return lengths.isEmpty()
                    && version.minorVersion() > 0
                    && encodings.size() == 1
                    && encodings.get(0).equalsIgnoreCase("chunked");
        }
        return lengths.isEmpty() || (lengths.size() == 1 && HttpFields.contentLength(lengths.get(0)) >= 0);
    }

    private static boolean isHost(HttpHeaders headers, HttpVersion version) {
        List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
        if (hosts.isEmpty()) {
            return version.minorVersion() == 0;
        }
        return hosts.size() == 1 && isAuthority(hosts.get(0));
    }

    /** A host (name, IPv4, or IPv6 in brackets) with an optional port; no user, no white space. */
    static boolean isAuthority(String authority) {
        String host = authority;
        int colon = authority.lastIndexOf(':');
        if (colon > authority.lastIndexOf(']')) {
            String port = authority.substring(colon + 1);
            if (port.length() > 5 || !port.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return false;
            }
            host = authority.substring(0, colon);
        }
        if (host.isEmpty() || host.length() > 255) {
            return false;
        }
        if (host.charAt(0) == '[') {
            return host.length() > 3
                    && host.endsWith("]")
                    && host.substring(1, host.length() - 1)
                            .chars()
                            .allMatch(c -> Character.digit(c, 16) >= 0 || c == ':' || c == '.');
        }
        return host.chars()
                .allMatch(c -> (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || "-._~!$&'()*+,;=%".indexOf(c) >= 0);
    }
}
