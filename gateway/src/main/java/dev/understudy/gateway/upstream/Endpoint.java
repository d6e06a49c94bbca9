package dev.understudy.gateway.upstream;

import java.net.URI;

/**
 * One address of a model.
 *
 * @param authority as the {@code host} header writes it
 * @param basePath goes before the request's path; empty or starting with a slash, without one at its end
 * @param text as the file and the record write it
 * @param primary where connections to it wait
 * @param shadow the same for shadows
 */
record Endpoint(
        String host,
        int port,
        String authority,
        String basePath,
        String text,
        ConnectionPool.Key primary,
        ConnectionPool.Key shadow) {
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
                uri.toString(),
                new ConnectionPool.Key(bare, port, false),
                new ConnectionPool.Key(bare, port, true));
    }
}
