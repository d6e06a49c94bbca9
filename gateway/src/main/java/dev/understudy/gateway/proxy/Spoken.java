package dev.understudy.gateway.proxy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The protocols that a client may speak. */
enum Spoken {
    HTTP_1("http/1.1"),
    HTTP_2("h2");

    private final String name;

    Spoken(String name) {
        this.name = name;
    }

    /** As TLS names them (RFC 7301), the preferred one first. */
    static List<String> names(boolean http2) {
        return http2 ? List.of(HTTP_2.name, HTTP_1.name) : List.of(HTTP_1.name);
    }

    /** What was agreed on; HTTP/1.1 where nothing was. */
    static Spoken of(@Nullable String name) {
        return HTTP_2.name.equals(name) ? HTTP_2 : HTTP_1;
    }
}
