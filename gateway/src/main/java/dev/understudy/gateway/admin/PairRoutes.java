package dev.understudy.gateway.admin;

import com.github.f4b6a3.ulid.Ulid;
import dev.understudy.log.PairFilter;
import dev.understudy.log.PairLog;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/v1/pairs}: the newest pairs, or one, as the log holds them. One caller reads at a time, on a worker; the next one is
 * asked to come again, since reading takes the processor that carries the traffic. So it is where many do not take what was read.
 */
final class PairRoutes {
    private static final String PATH = "/api/v1/pairs";
    private static final int PAIRS_DEFAULT = 100;
    private static final int PAIRS_MAX = 1000;
    private static final long BYTES_MAX = 4L * 1024 * 1024;
    private static final int ANSWERS_MAX = 8;

    private final Vertx vertx;
    private final Path data;
    private final Semaphore readers;
    private final Semaphore answers;

    PairRoutes(Vertx vertx, Path data) {
        this(vertx, data, new Semaphore(1), new Semaphore(ANSWERS_MAX));
    }

    /**
     * @param readers how many may read at a time
     * @param answers how many may be on their way to who asked
     */
    PairRoutes(Vertx vertx, Path data, Semaphore readers, Semaphore answers) {
        this.vertx = vertx;
        this.data = data;
        this.readers = readers;
        this.answers = answers;
    }

    void addTo(Router router) {
        router.get(PATH).handler(this::list);
        router.get(PATH + "/:id").handler(this::one);
    }

    private void list(RoutingContext context) {
        String since = context.request().getParam("since");
        String limit = context.request().getParam("limit");
        PairFilter filter;
        int most;
        try {
            filter = new PairFilter(
                    context.request().getParam("route"), since == null ? null : Instant.parse(since), null);
        } catch (DateTimeException e) {
            refuse(context, "since: " + since + " (expected: an instant such as 2026-11-22T01:02:03Z)");
            return;
        }
        try {
            most = limit == null ? PAIRS_DEFAULT : Integer.parseInt(limit);
        } catch (NumberFormatException e) {
            most = 0;
        }
        if (most < 1 || most > PAIRS_MAX) {
            refuse(context, "limit: " + limit + " (expected: 1 to " + PAIRS_MAX + ")");
            return;
        }
        int pairs = most;
        read(context, () -> search(log -> log.newest(filter, pairs, BYTES_MAX)), found -> {
            Buffer json = Buffer.buffer("{\"pairs\":[");
            for (int index = 0; index < found.size(); index++) {
                json.appendString(index == 0 ? "" : ",").appendBytes(found.get(index));
            }
            return answer(context, json.appendString("]}"));
        });
    }

    private void one(RoutingContext context) {
        String id = context.pathParam("id");
        read(context, () -> search(log -> log.find(id, time(id)).stream().toList()), found -> {
            if (found.isEmpty()) {
                Answers.json(
                        context,
                        404,
                        AdminJson.error("unknown_pair", id + ": no such pair in the part of the log that is searched"));
                return Future.succeededFuture();
            }
            return answer(context, Buffer.buffer(found.get(0)));
        });
    }

    private List<byte[]> search(Search search) throws IOException {
        try {
            return search.in(PairLog.at(data));
        } catch (NoSuchFileException nothingWrittenYet) {
            return List.of();
        }
    }

    /** What is looked for. */
    private interface Search {
        List<byte[]> in(PairLog log) throws IOException;
    }

    /** Says what was read; over when the caller has it, or has left. */
    private interface Telling {
        Future<Void> tell(List<byte[]> found);
    }

    private void read(RoutingContext context, Callable<List<byte[]>> search, Telling telling) {
        if (!answers.tryAcquire()) {
            busy(context);
            return;
        }
        if (!readers.tryAcquire()) {
            answers.release();
            busy(context);
            return;
        }
        vertx.executeBlocking(search, false)
                .onComplete(done -> readers.release())
                .onFailure(context::fail)
                .compose(telling::tell)
                .onComplete(done -> answers.release());
    }

    private static void busy(RoutingContext context) {
        context.response().putHeader("Retry-After", "1");
        Answers.json(context, 503, AdminJson.error("busy", "somebody else is reading the log; ask again"));
    }

    private static Future<Void> answer(RoutingContext context, Buffer json) {
        return context.response()
                .setStatusCode(200)
                .putHeader("Content-Type", "application/json")
                .end(json);
    }

    private static void refuse(RoutingContext context, String message) {
        Answers.json(context, 400, AdminJson.error("invalid_query", message));
    }

    /** The time in an id of ours; null for one from elsewhere, which may be anywhere. */
    private static @Nullable Instant time(String id) {
        return Ulid.isValid(id) ? Ulid.getInstant(id) : null;
    }
}
