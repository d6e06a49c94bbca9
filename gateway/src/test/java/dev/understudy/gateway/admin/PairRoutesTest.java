package dev.understudy.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairRoutesTest {
    @TempDir
    Path directory;

    @Test
    void while_somebody_reads_the_next_one_is_asked_to_come_again() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            Semaphore readers = new Semaphore(0);
            Router router = Router.router(vertx);
            new PairRoutes(vertx, directory, readers).addTo(router);
            HttpServer server = vertx.createHttpServer()
                    .requestHandler(router)
                    .listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(1, TimeUnit.MINUTES);

            HttpResponse<String> busy = get(server.actualPort());
            assertThat(busy.statusCode()).isEqualTo(503);
            assertThat(busy.headers().firstValue("retry-after")).contains("1");

            readers.release();
            assertThat(get(server.actualPort()).body()).isEqualTo("{\"pairs\":[]}");
            assertThat(get(server.actualPort()).statusCode())
                    .as("the place is free again")
                    .isEqualTo(200);
        } finally {
            vertx.close();
        }
    }

    private static HttpResponse<String> get(int port) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port + "/api/v1/pairs");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
