package dev.understudy.gateway.http1;

/** Which octets may stand where (RFC 9110, section 5.6.2 and 5.5; RFC 9112, section 3.2). */
public final class Octets {
    private static final int TOKEN = 1;
    private static final int VALUE = 2;
    private static final int TARGET = 4;
    private static final int ODD = 8;
    private static final byte[] CLASSES = classes();

    private Octets() {}

    public static boolean isToken(byte octet) {
        return (CLASSES[octet & 0xff] & TOKEN) != 0;
    }

    /** In a field's value: everything but control characters; tabs may stand there. */
    public static boolean isValue(byte octet) {
        return (CLASSES[octet & 0xff] & VALUE) != 0;
    }

    /** In a target: visible ASCII but the number sign, which begins what no client sends, and what every client escapes. */
    static boolean isTarget(byte octet) {
        return (CLASSES[octet & 0xff] & TARGET) != 0;
    }

    /** Whether a target with it has to be looked at more closely. */
    static boolean isOdd(byte octet) {
        return (CLASSES[octet & 0xff] & ODD) != 0;
    }

    public static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    private static byte[] classes() {
        byte[] classes = new byte[256];
        for (int c = 0; c < 256; c++) {
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            boolean token = letter || (c != 0 && c < 128 && "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
            boolean value = (c >= 0x20 && c != 0x7f) || c == '\t';
            boolean target = c > 0x20 && c < 0x7f && "#\"<>".indexOf(c) < 0;
            boolean odd = "%\\`{}".indexOf(c) >= 0;
            classes[c] = (byte) ((token ? TOKEN : 0) | (value ? VALUE : 0) | (target ? TARGET : 0) | (odd ? ODD : 0));
        }
        return classes;
    }
}
