package dev.understudy.peers;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.httpproxy.HttpProxy;

/**
 * A plain reverse proxy of vertx-http-proxy on one event loop: {@code VertxProxy PORT MODEL_PORT EVENTS_PORT}; paths that
 * begin with {@code /events} go to the latter.
 */
final class VertxProxy {
    private VertxProxy() {}

    public static void main(String[] arguments) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setKeepAliveTimeout(3600), new PoolOptions().setHttp1MaxSize(1024));
        HttpProxy model = HttpProxy.reverseProxy(client).origin(Integer.parseInt(arguments[1]), "127.0.0.1");
        HttpProxy events = HttpProxy.reverseProxy(client).origin(Integer.parseInt(arguments[2]), "127.0.0.1");
        vertx.createHttpServer(new HttpServerOptions().setAcceptBacklog(4096))
                .requestHandler(request -> (request.path().startsWith("/events") ? events : model).handle(request))
                .listen(Integer.parseInt(arguments[0]), "127.0.0.1")
                .onSuccess(server ->
                        System.out.println("ready: native transport " + vertx.isNativeTransportEnabled()))
                .onFailure(failure -> {
                    System.err.println("vertx: " + failure.getMessage());
                    System.exit(1);
                });
    }
}
