package dev.understudy.gateway.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.gateway.feedback.FeedbackAnswer;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How every answer goes out: JSON, never cached, never sniffed, and an error as {@code {error, message}}. */
final class Answers {
    private static final String JSON = "application/json";
    private static final Pattern PARAMETER = Pattern.compile(":[a-z]+");
    private static final long LINGER_MILLIS = 500;

    private Answers() {}

    static void secure(HttpServerResponse response) {
        response.putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Cache-Control", "no-store")
                .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .putHeader("Referrer-Policy", "no-referrer");
    }

    static void json(RoutingContext context, int status, JsonNode json) {
        text(context, status, JSON, json.toString());
    }

    static void text(RoutingContext context, int status, String contentType, String text) {
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", contentType)
                .end(Buffer.buffer(text));
    }

    static void feedback(RoutingContext context, FeedbackAnswer answer) {
        answer.retryAfterSeconds()
                .ifPresent(seconds -> context.response().putHeader("Retry-After", Integer.toString(seconds)));
        text(context, answer.status(), JSON, answer.json());
    }

    static void unauthorized(RoutingContext context) {
        context.response().putHeader("WWW-Authenticate", "Bearer realm=\"understudy\"");
        json(
                context,
                401,
                AdminJson.error("unauthorized", "present the token of admin.auth.bearer as 'Authorization: Bearer …'"));
    }

    /** Answers for whatever the router itself refuses. */
    static void refusals(Router router) {
        router.errorHandler(400, context -> refuse(context, 400, "bad_request", "the request cannot be read"));
        router.errorHandler(404, context -> refuse(context, 404, "not_found", "see /api/v1/openapi.json"));
        router.errorHandler(405, context -> {
            String allowed = allowed(router, context);
            context.response().putHeader("Allow", allowed);
            refuse(context, 405, "method_not_allowed", context.request().method() + " (expected: " + allowed + ")");
        });
        router.errorHandler(413, context -> {
            context.response().putHeader("Connection", "close");
            context.addEndHandler(sent -> closeSoon(context));
            refuse(context, 413, "too_large", "the body is larger than 1 MiB; send fewer events at once");
        });
        router.errorHandler(
                415,
                context -> refuse(
                        context,
                        415,
                        "unsupported_media_type",
                        context.request().getHeader("Content-Type") + " (expected: application/json)"));
        router.errorHandler(500, context -> refuse(context, 500, "internal", "a fault of ours; the log says more"));
    }

    /** Answers a head that the codec refused; nothing after it can be understood, so the connection ends. */
    static void malformed(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        int status = cause instanceof TooLongHttpLineException
                ? 414
                : cause instanceof TooLongHttpHeaderException ? 431 : 400;
        HttpServerResponse response = request.response();
        secure(response);
        response.setStatusCode(status)
                .putHeader("Content-Type", JSON)
                .putHeader("Connection", "close")
                .end(AdminJson.error("bad_request", "the request's head is malformed or too long")
                        .toString())
                .onComplete(sent -> request.connection().close());
    }

    /** Not at once: closed over unread bytes, the connection would be reset and the client might miss the answer. */
    private static void closeSoon(RoutingContext context) {
        context.vertx()
                .setTimer(LINGER_MILLIS, timer -> context.request().connection().close());
    }

    private static void refuse(RoutingContext context, int status, String error, String message) {
        if (!context.response().ended() && !context.response().headWritten()) {
            json(context, status, AdminJson.error(error, message));
        }
    }

    private static String allowed(Router router, RoutingContext context) {
        return router.getRoutes().stream()
                .filter(route -> takes(route, context.normalizedPath()))
                .flatMap(route -> route.methods().stream())
                .map(HttpMethod::name)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** Whether its path is this one, with whatever stands for its {@code :parameters}. */
    private static boolean takes(Route route, String path) {
        String own = route.getPath();
        return own != null && path.matches(PARAMETER.matcher(own).replaceAll("[^/]+"));
    }
}
