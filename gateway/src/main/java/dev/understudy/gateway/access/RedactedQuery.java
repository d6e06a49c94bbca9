package dev.understudy.gateway.access;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** A query whose secrets are gone: the value of each parameter whose name sounds like one. */
final class RedactedQuery {
    private static final String REDACTED = "REDACTED";
    private static final List<String> SECRETS = List.of(
            "key",
            "token",
            "sig",
            "secret",
            "pass",
            "pwd",
            "auth",
            "credential",
            "jwt",
            "session",
            "code",
            "assertion");

    private RedactedQuery() {}

    static String of(String query) {
        StringBuilder redacted = new StringBuilder(query.length());
        int start = 0;
        for (int i = 0; i <= query.length(); i++) {
            if (i == query.length() || query.charAt(i) == '&' || query.charAt(i) == ';') {
                parameter(query.substring(start, i), redacted);
                if (i < query.length()) {
                    redacted.append(query.charAt(i));
                }
                start = i + 1;
            }
        }
        return redacted.toString();
    }

    private static void parameter(String text, StringBuilder to) {
        int equals = text.indexOf('=');
        if (equals >= 0 && isSecret(text.substring(0, equals))) {
            to.append(text, 0, equals + 1).append(REDACTED);
        } else {
            to.append(text);
        }
    }

    private static boolean isSecret(String name) {
        String plain = decoded(name).toLowerCase(Locale.ROOT);
        return SECRETS.stream().anyMatch(plain::contains);
    }

    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return name;
        }
    }
}
