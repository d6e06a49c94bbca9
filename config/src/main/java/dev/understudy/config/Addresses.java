package dev.understudy.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Readers for where we listen and where models are. None asks the network. */
final class Addresses {
    static final Reader<HostPort> LISTEN = Addresses::listen;
    static final Reader<URI> ENDPOINT = Addresses::endpoint;
    static final Reader<Cidr> RANGE = Addresses::range;

    private static final String LISTEN_EXPECTED = "an IP address or localhost, and a port, such as 127.0.0.1:8080";
    private static final String RANGE_EXPECTED =
            "an address range such as 10.0.0.0/8, fd00::/8 or 192.0.2.7, with no bits set behind the slash's number";
    private static final String ENDPOINT_EXPECTED = "an address such as http://127.0.0.1:9001";
    private static final Pattern HOST_PORT =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]{2,45})]|(localhost|[0-9]{1,3}(?:\\.[0-9]{1,3}){3})):([0-9]{1,5})");
    private static final Pattern LITERAL =
            Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]{0,45}:[0-9A-Fa-f:.]{0,45}");
    static final int PORT_MAX = 65535;

    private Addresses() {}

    private static Optional<HostPort> listen(Value value) {
        return Scalars.TEXT.read(value).flatMap(text -> {
            Matcher matcher = HOST_PORT.matcher(text);
            if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > PORT_MAX) {
                return value.refuse(value.shown(), LISTEN_EXPECTED);
            }
            String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            return isAddress(host)
                    ? Optional.of(new HostPort(host, Integer.parseInt(matcher.group(3))))
                    : value.refuse(value.shown(), LISTEN_EXPECTED);
        });
    }

    private static Optional<Cidr> range(Value value) {
        return Scalars.TEXT
                .read(value)
                .flatMap(text -> Cidr.parse(text).or(() -> value.refuse(value.shown(), RANGE_EXPECTED)));
    }

    /** An IP address without brackets; empty when the text is none. */
    static Optional<InetAddress> literal(String text) {
        if (!LITERAL.matcher(text).matches() || !isAddress(text)) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** The form has been checked: digits and dots, or colons, are never looked up. */
    private static boolean isAddress(String host) {
        if (host.equals("localhost")) {
            return true;
        }
        if (!host.contains(":")) {
            for (String part : host.split("\\.", -1)) {
                if (Integer.parseInt(part) > 255) {
                    return false;
                }
            }
            return true;
        }
        try {
            InetAddress.getByName(host);
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static Optional<URI> endpoint(Value value) {
        return Scalars.TEXT.read(value).flatMap(text -> {
            try {
                return endpoint(new URI(text), value);
            } catch (URISyntaxException e) {
                return text.contains("@")
                        ? value.refuse("no URL", ENDPOINT_EXPECTED)
                        : value.refuse(value.shown(), ENDPOINT_EXPECTED);
            }
        });
    }

    private static Optional<URI> endpoint(URI address, Value value) {
        if (address.getRawAuthority() != null && address.getRawAuthority().contains("@")) {
            return value.refuse("a user or password in the address", "none; use credentials: {bearer: {file: …}}");
        }
        String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
        if (!(scheme.equals("http") || scheme.equals("https"))
                || address.getHost() == null
                || address.getPort() > PORT_MAX
                || address.getPort() == 0) {
            return value.refuse(
                    value.shown(), ENDPOINT_EXPECTED + "; a host's name has letters, digits, dots and hyphens");
        }
        if (address.getRawQuery() != null || address.getRawFragment() != null) {
            return value.refuse(value.shown(), "an address without ? and #");
        }
        String path = address.getRawPath().replaceAll("/+$", "");
        return Optional.of(URI.create(scheme + "://" + address.getRawAuthority() + path));
    }
}
