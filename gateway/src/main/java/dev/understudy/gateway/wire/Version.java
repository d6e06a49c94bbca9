package dev.understudy.gateway.wire;

/** The versions of HTTP in which requests come; a later minor one of HTTP/1 is as 1.1. */
public enum Version {
    HTTP_1_0("HTTP/1.0", "via: 1.0"),
    HTTP_1_1("HTTP/1.1", "via: 1.1"),
    HTTP_2("HTTP/2", "via: 2.0");

    private final String text;
    private final String via;

    Version(String text, String via) {
        this.text = text;
        this.via = via;
    }

    /** As it is usually written. */
    public String text() {
        return text;
    }

    /** Whether it knows neither chunks nor interim answers, and ends a connection with each answer unless told otherwise. */
    public boolean isOld() {
        return this == HTTP_1_0;
    }

    /** How the field that says by whom a request came begins (RFC 9110, section 7.6.3). */
    String via() {
        return via;
    }
}
