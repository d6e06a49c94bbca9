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
        Semaphore readers = new Semaphore(0);

        assertIsBusyUntil(readers, readers, new Semaphore(1));
    }

    @Test
    void while_many_do_not_take_their_answers_the_next_one_is_asked_to_come_again() throws Exception {
        Semaphore answers = new Semaphore(0);

        assertIsBusyUntil(answers, new Semaphore(1), answers);
        assertThat(answers.tryAcquire(1, TimeUnit.MINUTES)).as("free again").isTrue();
    }

    private void assertIsBusyUntil(Semaphore released, Semaphore readers, Semaphore answers) throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            Router router = Router.router(vertx);
            new PairRoutes(vertx, directory, readers, answers).addTo(router);
            HttpServer server = vertx.createHttpServer()
                    .requestHandler(router)
                    .listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(1, TimeUnit.MINUTES);

            HttpResponse<String> busy = get(server.actualPort());
            assertThat(busy.statusCode()).isEqualTo(503);
            assertThat(busy.headers().firstValue("retry-after")).contains("1");

            released.release();
            assertThat(get(server.actualPort()).body()).isEqualTo("{\"pairs\":[]}");
            assertThat(readers.tryAcquire(1, TimeUnit.MINUTES)).as("free again").isTrue();
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
