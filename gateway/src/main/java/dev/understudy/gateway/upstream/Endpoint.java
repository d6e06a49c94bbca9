package dev.understudy.gateway.upstream;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Where a model is, as the file says it.
 *
 * @param authority as the {@code host} header writes it
 * @param basePath goes before the request's path; empty or starting with a slash, without one at its end
 * @param text as the file and the record write it
 */
record Endpoint(String host, int port, String authority, String basePath, String text, Wire wire) {
    /** @param tls for those that want it; null when none of the model does */
    static Endpoint of(URI uri, @Nullable Tls tls, boolean http2) {
        boolean secure = isSecure(uri);
        int port = uri.getPort() < 0 ? (secure ? 443 : 80) : uri.getPort();
        String host = uri.getHost();
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        return new Endpoint(
                bare,
                port,
                uri.getPort() < 0 ? host : host + ":" + port,
                path.endsWith("/") ? path.substring(0, path.length() - 1) : path,
                uri.toString(),
                secure ? new Wire(tls, bare, http2) : new Wire(null, "", http2));
    }

    static boolean isSecure(URI uri) {
        return uri.getScheme().equals("https");
    }

    /** A name is not looked up here. */
    InetSocketAddress address() {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
        if (literal == null) {
            return InetSocketAddress.createUnresolved(host, port);
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(literal), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("host: " + host + " (expected: an address of 4 or 16 bytes)", e);
        }
    }
}
