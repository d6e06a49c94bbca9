package dev.understudy.pair;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** By which names credentials travel in headers and query parameters, whatever a route says. */
final class CredentialNames {
    private static final Set<String> PARAMETERS = Set.of("key", "api_key", "api-key", "apikey", "sig", "signature");
    private static final List<String> PARTS = List.of(
            "token", "secret", "password", "passwd", "credential", "authorization", "cookie", "api-key", "apikey");

    /** They count tokens of another kind. */
    private static final String RATE_LIMIT = "x-ratelimit-";

    private CredentialNames() {}

    /** @param name in lower case */
    static boolean isHeader(String name) {
        return !name.startsWith(RATE_LIMIT) && containsPart(name);
    }

    /** @param name as it stands in the query */
    static boolean isParameter(String name) {
        String plain = decoded(name).toLowerCase(Locale.ROOT);
        return PARAMETERS.contains(plain) || containsPart(plain);
    }

    private static boolean containsPart(String name) {
        for (String part : PARTS) {
            if (name.contains(part)) {
                return true;
            }
        }
        return false;
    }

    private static String decoded(String name) {
        if (name.indexOf('%') < 0) {
            return name;
        }
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return name;
        }
    }
}
