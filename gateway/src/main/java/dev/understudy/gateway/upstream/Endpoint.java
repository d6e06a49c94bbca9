package dev.understudy.gateway.upstream;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;

/**
 * Where a model is, as the file says it.
 *
 * @param authority as the {@code host} header writes it
 * @param basePath goes before the request's path; empty or starting with a slash, without one at its end
 * @param text as the file and the record write it
 */
record Endpoint(String host, int port, String authority, String basePath, String text) {
    static Endpoint of(URI uri) {
        int port = uri.getPort() < 0 ? 80 : uri.getPort();
        String host = uri.getHost();
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        return new Endpoint(
                bare,
                port,
                uri.getPort() < 0 ? host : host + ":" + port,
                path.endsWith("/") ? path.substring(0, path.length() - 1) : path,
                uri.toString());
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
