package dev.understudy.gateway.command;

import dev.understudy.gateway.assign.RequestView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request as it was typed on the command line.
 *
 * @param path without its query
 * @param headers by name in lower case; of a repeated one the first
 */
record AskedRequest(String method, String path, Map<String, String> headers, Optional<byte[]> body)
        implements RequestView {

    /** @throws WrongUseException in words for whoever typed it */
    static AskedRequest of(String method, String target, List<String> headerLines, Optional<byte[]> body) {
        if (!target.startsWith("/")) {
            throw new WrongUseException("--path: " + target + " (expected: a path that starts with /)");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : headerLines) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new WrongUseException("--header: " + line + " (expected: name:value)");
            }
            headers.putIfAbsent(
                    line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int query = target.indexOf('?');
        return new AskedRequest(
                method.toUpperCase(Locale.ROOT), query < 0 ? target : target.substring(0, query), headers, body);
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }
}
