package dev.understudy.pair;

import java.util.Map;

/**
 * What the client sent.
 *
 * @param path with its query
 * @param headers lower-case names; values of one name joined with {@code ", "}; redacted
 */
public record Request(String method, String path, Map<String, String> headers, Body body) {
    public Request {
        headers = Headers.copyOf(headers);
    }
}
