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
        String host = authority;
        int colon = authority.lastIndexOf(':');
        if (colon > authority.lastIndexOf(']')) {
            String port = authority.substring(colon + 1);
            if (port.length() > 5 || !isDigits(port)) {
                return false;
            }
            host = authority.substring(0, colon);
        }
        if (host.isEmpty() || host.length() > 255) {
            return false;
        }
        return host.charAt(0) == '[' ? isAddress(host) : isName(host);
    }

    private static boolean isAddress(String host) {
        return host.length() > 3
                && host.endsWith("]")
                && host.substring(1, host.length() - 1)
                        .chars()
                        .allMatch(c -> Character.digit(c, 16) >= 0 || c == ':' || c == '.');
    }

    private static boolean isName(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letter && "-._~!$&'()*+,;=%".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
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
