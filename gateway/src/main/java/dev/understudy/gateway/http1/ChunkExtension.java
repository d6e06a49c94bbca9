package dev.understudy.gateway.http1;

/**
 * Where in a chunk's extensions a reader is: names, with or without a value, told apart by semicolons (RFC 9112, section
 * 7.1.1). They must be ASCII. Nobody uses them but those who hope that two readers take them for different things.
 */
enum ChunkExtension {
    /** Behind a semicolon. */
    BEGUN,
    NAME,
    /** Behind a name and white space. */
    NAMED,
    /** Behind an equals sign. */
    VALUE,
    TOKEN,
    QUOTED,
    ESCAPED,
    UNQUOTED,
    /** Behind a value and white space. */
    VALUED,
    /** At the end of the chunk's line: its line feed must follow. */
    OVER,
    MALFORMED;

    ChunkExtension behind(byte octet) {
        return switch (this) {
            case BEGUN -> Octets.isBlank(octet) ? BEGUN : Octets.isToken(octet) ? NAME : MALFORMED;
            case NAME -> Octets.isToken(octet) ? NAME : octet == '=' ? VALUE : end(octet, NAMED);
            case NAMED -> octet == '=' ? VALUE : more(octet, NAMED);
            case VALUE ->
                Octets.isBlank(octet) ? VALUE : octet == '"' ? QUOTED : Octets.isToken(octet) ? TOKEN : MALFORMED;
            case TOKEN -> Octets.isToken(octet) ? TOKEN : end(octet, VALUED);
            case QUOTED -> octet == '"' ? UNQUOTED : octet == '\\' ? ESCAPED : isQuotable(octet) ? QUOTED : MALFORMED;
            case ESCAPED -> isQuotable(octet) ? QUOTED : MALFORMED;
            case UNQUOTED -> end(octet, VALUED);
            case VALUED -> more(octet, VALUED);
            case OVER, MALFORMED -> MALFORMED;
        };
    }

    private static ChunkExtension end(byte octet, ChunkExtension blank) {
        return octet == '\r' ? OVER : more(octet, blank);
    }

    private static ChunkExtension more(byte octet, ChunkExtension blank) {
        return octet == ';' ? BEGUN : Octets.isBlank(octet) ? blank : MALFORMED;
    }

    private static boolean isQuotable(byte octet) {
        return octet > 0 && Octets.isValue(octet);
    }
}
