package dev.understudy.peers;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.httpproxy.HttpProxy;

/** A plain reverse proxy of vertx-http-proxy on one event loop: {@code VertxProxy PORT UPSTREAM_PORT}. */
final class VertxProxy {
    private VertxProxy() {}

    public static void main(String[] arguments) {
        int port = Integer.parseInt(arguments[0]);
        int upstream = Integer.parseInt(arguments[1]);
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
        HttpProxy proxy = HttpProxy.reverseProxy(vertx.createHttpClient(
                new HttpClientOptions().setKeepAliveTimeout(3600), new PoolOptions().setHttp1MaxSize(1024)));
        proxy.origin(upstream, "127.0.0.1");
        vertx.createHttpServer(new HttpServerOptions().setAcceptBacklog(4096))
                .requestHandler(proxy)
                .listen(port, "127.0.0.1")
                .onSuccess(server -> System.out.println("ready: Vert.x, native transport "
                        + vertx.isNativeTransportEnabled()))
                .onFailure(failure -> {
                    System.err.println("vertx: " + failure.getMessage());
                    System.exit(1);
                });
    }
}
