package dev.understudy.gateway.http1;

/** The forms of a request's target (RFC 9112, section 3.2). Its octets were checked. */
final class Target {
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

    /** The target in origin form, whichever form it came in. */
    static String originForm(String target) {
        if (target.charAt(0) == '/' || target.equals("*")) {
            return target;
        }
        int end = authorityEnd(target);
        if (end == target.length()) {
            return "/";
        }
        return target.charAt(end) == '/' ? target.substring(end) : "/" + target.substring(end);
    }

    /** Of a target in absolute form. */
    static String authority(String target) {
        return target.substring(schemeLength(target), authorityEnd(target));
    }

    /** A host (name, IPv4, or IPv6 in brackets) with an optional port; no user, no white space. */
    static boolean isAuthority(String authority) {
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

    private static boolean isAddress(String host) {
        return host.length() > 3
                && host.endsWith("]")
                && host.substring(1, host.length() - 1)
                        .chars()
                        .allMatch(c -> Character.digit(c, 16) >= 0 || c == ':' || c == '.');
    }

    private static boolean isName(String authority, int end) {
        for (int i = 0; i < end; i++) {
            char c = authority.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letter && "-._~!$&'()*+,;=%".indexOf(c) < 0) {
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
        return authority.length() - start <= 5;
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
