package dev.understudy.traffic;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Where a script looks at and changes something that runs: {@code GET /} prints its counts, {@code POST /WORD} changes it. */
final class ControlPort {
    private final HttpServer server;

    ControlPort(Supplier<String> counts, Consumer<String> change) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            int status = 200;
            String text;
            try {
                if (exchange.getRequestMethod().equals("POST")) {
                    change.accept(exchange.getRequestURI().getPath().substring(1));
                }
                text = counts.get();
            } catch (IllegalArgumentException e) {
                status = 400;
                text = String.valueOf(e.getMessage());
            }
            byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }
}
