package dev.understudy.gateway.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** The header fields that mean something to us, and what happens to each on its way (RFC 9110, section 7.6.1). */
public enum FieldName {
    /** None of the others: passes. */
    OTHER(Fate.PASSES),

    CONNECTION(Fate.STOPS),
    KEEP_ALIVE(Fate.STOPS),
    PROXY_CONNECTION(Fate.STOPS),
    PROXY_AUTHENTICATE(Fate.STOPS),
    TE(Fate.STOPS),
    TRAILER(Fate.STOPS),
    TRANSFER_ENCODING(Fate.STOPS),
    UPGRADE(Fate.STOPS),

    CONTENT_LENGTH(Fate.REPLACED),
    HOST(Fate.REPLACED),
    EXPECT(Fate.REPLACED),
    FORWARDED(Fate.REPLACED),
    X_FORWARDED_FOR(Fate.REPLACED),
    X_FORWARDED_PROTO(Fate.REPLACED),
    X_FORWARDED_HOST(Fate.REPLACED),
    X_FORWARDED_PORT(Fate.REPLACED),
    X_REAL_IP(Fate.REPLACED),
    PROXY_AUTHORIZATION(Fate.REPLACED),

    AUTHORIZATION(Fate.CREDENTIAL),
    COOKIE(Fate.CREDENTIAL),
    X_API_KEY(Fate.CREDENTIAL),
    API_KEY(Fate.CREDENTIAL),
    X_GOOG_API_KEY(Fate.CREDENTIAL),

    ACCEPT_ENCODING(Fate.PASSES),
    CONTENT_TYPE(Fate.PASSES),
    CONTENT_ENCODING(Fate.PASSES),
    DATE(Fate.PASSES),
    MAX_FORWARDS(Fate.PASSES),
    TRACEPARENT(Fate.PASSES),
    TRACESTATE(Fate.PASSES),
    USER_AGENT(Fate.PASSES),
    ETAG(Fate.PASSES),
    CONTENT_MD5(Fate.PASSES),
    DIGEST(Fate.PASSES),
    CONTENT_DIGEST(Fate.PASSES),
    REPR_DIGEST(Fate.PASSES),

    /** Everything that begins with {@code x-understudy-}: ours alone, whoever sends it. */
    OURS(Fate.STOPS),

    /**
     * What reads as one of those that do not pass where a server takes underscores for hyphens (as CGI and WSGI do), so
     * that nobody tells a model by {@code x_forwarded_for} what we would not say.
     */
    LOOKALIKE(Fate.STOPS);

    private enum Fate {
        PASSES,
        STOPS,
        REPLACED,
        CREDENTIAL
    }

    private static final FieldName[] ALL = values();
    private static final byte[] OUR_PREFIX = "x-understudy-".getBytes(StandardCharsets.US_ASCII);
    private static final Spelled[][] BY_LENGTH = byLength();

    private final Fate fate;
    private final String text;

    FieldName(Fate fate) {
        this.fate = fate;
        this.text = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** In lower case. */
    public String text() {
        return text;
    }

    /** Whether a model never sees what the client sent under this name. */
    public boolean stopsInRequest() {
        return fate == Fate.STOPS || fate == Fate.REPLACED;
    }

    /** Whether a client never sees what the model sent under this name, framing included, which is ours. */
    public boolean stopsInResponse() {
        return fate == Fate.STOPS || this == CONTENT_LENGTH;
    }

    public boolean isCredential() {
        return fate == Fate.CREDENTIAL;
    }

    /** Whether it vouches for the very bytes of a body, and is wrong once they are changed. */
    public boolean isValidator() {
        return switch (this) {
            case ETAG, CONTENT_MD5, DIGEST, CONTENT_DIGEST, REPR_DIGEST -> true;
            default -> false;
        };
    }

    /** Whether it may stand behind a body: not what frames, routes or describes the message. */
    public boolean mayTrail() {
        return this == OTHER || isValidator();
    }

    static FieldName of(int code) {
        return ALL[code];
    }

    /** How {@link Fields} keeps it among its marks; no longer than the process runs. */
    @SuppressWarnings("EnumOrdinal")
    int code() {
        return ordinal();
    }

    /** The name in {@code bytes}, in any case. */
    public static FieldName of(byte[] bytes, int start, int end) {
        int length = end - start;
        if (length < BY_LENGTH.length) {
            for (Spelled known : BY_LENGTH[length]) {
                if (LowerNames.is(known.ascii, bytes, start, end)) {
                    return known.name;
                }
            }
        }
        if (length > OUR_PREFIX.length && LowerNames.is(OUR_PREFIX, bytes, start, start + OUR_PREFIX.length)) {
            return OURS;
        }
        for (int i = start; i < end; i++) {
            if (bytes[i] == '_') {
                return lookalike(bytes, start, end);
            }
        }
        return OTHER;
    }

    private static FieldName lookalike(byte[] bytes, int start, int end) {
        byte[] hyphens = Arrays.copyOfRange(bytes, start, end);
        for (int i = 0; i < hyphens.length; i++) {
            hyphens[i] = hyphens[i] == '_' ? (byte) '-' : hyphens[i];
        }
        FieldName likeness = of(hyphens, 0, hyphens.length);
        return likeness.fate == Fate.PASSES ? OTHER : likeness.isCredential() ? likeness : LOOKALIKE;
    }

    private static Spelled[][] byLength() {
        Spelled[][] table = new Spelled[32][];
        for (int length = 0; length < table.length; length++) {
            int wanted = length;
            table[length] = Arrays.stream(ALL)
                    .filter(name -> name != OTHER && name != OURS && name != LOOKALIKE && name.text.length() == wanted)
                    .map(Spelled::new)
                    .toArray(Spelled[]::new);
        }
        return table;
    }

    /** A name beside its bytes, as messages hold it. */
    private static final class Spelled {
        final FieldName name;
        final byte[] ascii;

        Spelled(FieldName name) {
            this.name = name;
            this.ascii = name.text.getBytes(StandardCharsets.US_ASCII);
        }
    }
}
