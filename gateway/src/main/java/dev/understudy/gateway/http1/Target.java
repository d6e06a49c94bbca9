package dev.understudy.gateway.http1;

import io.netty.util.NetUtil;

/** The forms of a request's target (RFC 9112, section 3.2). Its octets were checked. */
public final class Target {
    private static final int PORT_MAX = 65_535;

    private Target() {}

    static boolean isValid(String target, String method) {
        if (target.charAt(0) == '/') {
            return true;
        }
        if (target.equals("*")) {
            return method.equals("OPTIONS");
        }
        int scheme = schemeLength(target);
        return scheme > 0 && target.length() > scheme && isAuthority(authority(target));
    }

    /**
     * Whether each percent sign begins an escape, and the path holds nothing that its readers take for something else.
     * Queries may hold what browsers leave in them.
     */
    static boolean isEscaped(String target) {
        boolean inPath = true;
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            inPath = inPath && c != '?';
            if (c == '%' ? !isEscape(target, i) : inPath && "\\`{}".indexOf(c) >= 0) {
                return false;
            }
        }
        return true;
    }

    /** The target in origin form, or as an asterisk, whichever form it came in. */
    static String originForm(String target, String method) {
        if (target.charAt(0) == '/' || target.equals("*")) {
            return target;
        }
        int end = authorityEnd(target);
        if (end == target.length()) {
            return method.equals("OPTIONS") ? "*" : "/";
        }
        return target.charAt(end) == '/' ? target.substring(end) : "/" + target.substring(end);
    }

    /** Of a target in absolute form. */
    static String authority(String target) {
        return target.substring(schemeLength(target), authorityEnd(target));
    }

    /** Whether it can be a target in origin form, or the asterisk: its octets and its beginning. */
    public static boolean isPath(String target, String method) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c > 127 || !Octets.isTarget((byte) c)) {
                return false;
            }
        }
        return target.equals("*") ? method.equals("OPTIONS") : target.startsWith("/") && isEscaped(target);
    }

    /** A host (name, IPv4, or IPv6 in brackets) with an optional port; no user, no white space. */
    public static boolean isAuthority(String authority) {
        int end = authority.length();
        int colon = authority.lastIndexOf(':');
        if (colon > authority.lastIndexOf(']')) {
            if (!isPort(authority, colon + 1)) {
                return false;
            }
            end = colon;
        }
        if (end == 0 || end > 255) {
            return false;
        }
        return authority.charAt(0) == '[' ? isAddress(authority.substring(0, end)) : isName(authority, end);
    }

    /** An IPv6 address in brackets, without a zone: that means nothing to anybody else. */
    private static boolean isAddress(String host) {
        return host.endsWith("]")
                && host.indexOf('%') < 0
                && host.indexOf('[', 1) < 0
                && NetUtil.isValidIpV6Address(host.substring(1, host.length() - 1));
    }

    private static boolean isName(String authority, int end) {
        for (int i = 0; i < end; i++) {
            char c = authority.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letter && (c == '%' ? !isEscape(authority, i) : "-._~!$&'()*+,;=".indexOf(c) < 0)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPort(String authority, int start) {
        for (int i = start; i < authority.length(); i++) {
            if (authority.charAt(i) < '0' || authority.charAt(i) > '9') {
                return false;
            }
        }
        int digits = authority.length() - start;
        return digits < 5 || (digits == 5 && Integer.parseInt(authority, start, authority.length(), 10) <= PORT_MAX);
    }

    private static boolean isEscape(String text, int at) {
        return at + 2 < text.length() && isHex(text.charAt(at + 1)) && isHex(text.charAt(at + 2));
    }

    private static boolean isHex(char c) {
        return c < 128 && Character.digit(c, 16) >= 0;
    }

    private static int schemeLength(String target) {
        if (target.regionMatches(true, 0, "http://", 0, 7)) {
            return 7;
        }
        return target.regionMatches(true, 0, "https://", 0, 8) ? 8 : 0;
    }

    private static int authorityEnd(String target) {
        int at = schemeLength(target);
        while (at < target.length() && target.charAt(at) != '/' && target.charAt(at) != '?') {
            at++;
        }
        return at;
    }
}
