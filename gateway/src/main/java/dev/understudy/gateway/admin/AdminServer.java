package dev.understudy.gateway.admin;

import dev.understudy.config.Admin;
import dev.understudy.config.InvalidConfigException;
import dev.understudy.config.Problem;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The control plane's listener, from bound to closed. Start and close wait, so never on an event loop. */
public final class AdminServer implements AutoCloseable {
    private static final int LOOPS = 2;
    private static final int WORKERS = 2;
    private static final int CONNECTIONS_MAX = 256;
    private static final int HEADER_BYTES_MAX = 16 * 1024;
    private static final int LINE_BYTES_MAX = 4 * 1024;
    private static final int IDLE_SECONDS = 30;
    private static final long PATIENCE_SECONDS = 10;
    private static final Logger log = LoggerFactory.getLogger(AdminServer.class);

    private final Vertx vertx;
    private final HttpServer server;

    private AdminServer(Vertx vertx, HttpServer server) {
        this.vertx = vertx;
        this.server = server;
    }

    /**
     * @throws InvalidConfigException beyond loopback without authentication, or with a token that cannot be read
     * @throws IOException when the address cannot be listened on
     */
    public static AdminServer start(Admin settings, AdminServices services) throws InvalidConfigException, IOException {
        Optional<BearerCheck> bearer = bearer(settings);
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(LOOPS)
                .setWorkerPoolSize(WORKERS)
                .setInternalBlockingPoolSize(WORKERS)
                .setUseDaemonThread(true)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        LocalHosts localHosts = new LocalHosts(settings.http().host());
        HttpServer server = vertx.createHttpServer(options(settings))
                .requestHandler(new AdminRouter(vertx, services, bearer, localHosts).router())
                .invalidRequestHandler(Answers::malformed)
                .connectionHandler(limited(new AtomicInteger()));
        try {
            await(server.listen());
            return new AdminServer(vertx, server);
        } catch (IOException e) {
            vertx.close();
            throw new IOException(
                    "admin: cannot listen on " + settings.http() + ": " + e.getMessage()
                            + " (is another instance running? set admin.http)",
                    e);
        }
    }

    /** The port that is listened on, also when the settings said 0. */
    public int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        try {
            await(server.shutdown(1, TimeUnit.SECONDS));
            await(vertx.close());
        } catch (IOException e) {
            log.warn("admin_not_closed reason={}", e.toString());
        }
    }

    private static Optional<BearerCheck> bearer(Admin settings) throws InvalidConfigException {
        if (settings.bearer().isEmpty()) {
            if (!settings.http().isLoopback()) {
                throw invalid(
                        "admin.http",
                        settings.http() + " can be reached from other machines (expected: admin.auth.bearer set, or"
                                + " 127.0.0.1)");
            }
            return Optional.empty();
        }
        try {
            return Optional.of(BearerCheck.of(settings.bearer().get(), System::nanoTime));
        } catch (IOException e) {
            throw invalid("admin.auth.bearer", "cannot be read: " + e.getMessage());
        }
    }

    private static InvalidConfigException invalid(String path, String message) {
        return new InvalidConfigException(List.of(new Problem("configuration", 0, 0, path, message)));
    }

    private static HttpServerOptions options(Admin settings) {
        return new HttpServerOptions()
                .setHost(settings.http().host())
                .setPort(settings.http().port())
                .setMaxHeaderSize(HEADER_BYTES_MAX)
                .setMaxInitialLineLength(LINE_BYTES_MAX)
                .setIdleTimeout(IDLE_SECONDS)
                .setHandle100ContinueAutomatically(true)
                .setHttp2ClearTextEnabled(false);
    }

    private static Handler<HttpConnection> limited(AtomicInteger open) {
        return connection -> {
            connection.closeHandler(closed -> open.decrementAndGet());
            if (open.incrementAndGet() > CONNECTIONS_MAX) {
                connection.close();
            }
        };
    }

    private static <T> T await(Future<T> future) throws IOException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(
                    String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()), e);
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + PATIENCE_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
