package dev.understudy.gateway.admin;

import dev.understudy.gateway.feedback.FeedbackIntake;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every endpoint, in the order a request meets the checks before it. */
final class AdminRouter {
    private static final Set<String> OPEN_PATHS = Set.of("/healthz", "/readyz");
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPENAPI = openApi();
    private static final Logger log = LoggerFactory.getLogger(AdminRouter.class);

    private final Vertx vertx;
    private final AdminServices services;
    private final Optional<BearerCheck> bearer;
    private final LocalHosts localHosts;

    AdminRouter(Vertx vertx, AdminServices services, Optional<BearerCheck> bearer, LocalHosts localHosts) {
        this.vertx = vertx;
        this.services = services;
        this.bearer = bearer;
        this.localHosts = localHosts;
    }

    Router router() {
        Router router = Router.router(vertx);
        Answers.refusals(router);
        router.route().handler(this::secure);
        router.route().handler(this::checkCaller);
        router.route().failureHandler(AdminRouter::logFault);
        router.get("/healthz").handler(context -> Answers.json(context, 200, AdminJson.alive()));
        router.get("/readyz").handler(this::readiness);
        router.get("/metrics").handler(this::metrics);
        router.get("/api/v1/config/status").handler(this::configStatus);
        router.get("/api/v1/routes").handler(this::routes);
        router.get("/api/v1/models").handler(this::models);
        new RolloutRoutes(vertx, services).addTo(router);
        new PairRoutes(vertx, services.data()).addTo(router);
        router.get("/api/v1/openapi.json").handler(context -> Answers.text(context, 200, "application/json", OPENAPI));
        router.post("/api/v1/feedback").handler(AdminRouter::requireJson);
        router.post("/api/v1/feedback")
                .handler(BodyHandler.create(false).setBodyLimit(FeedbackIntake.BODY_BYTES_MAX))
                .handler(this::feedback);
        return router;
    }

    private void secure(RoutingContext context) {
        Answers.secure(context.response());
        context.next();
    }

    private void checkCaller(RoutingContext context) {
        if (OPEN_PATHS.contains(context.normalizedPath())) {
            context.next();
        } else if (isForeignPage(context)) {
            Answers.json(
                    context,
                    403,
                    AdminJson.error("foreign_origin", "pages of other sites get nothing from this listener"));
        } else if (bearer.isPresent()) {
            if (bearer.get().admits(context.request().getHeader("Authorization"))) {
                context.next();
            } else {
                Answers.unauthorized(context);
            }
        } else if (localHosts.admit(context.request().authority())) {
            context.next();
        } else {
            Answers.json(
                    context,
                    403,
                    AdminJson.error(
                            "unknown_host",
                            "without admin.auth this listener answers to localhost and its own address only"));
        }
    }

    /** A browser says on whose behalf it asks; what is no browser says nothing. */
    private static boolean isForeignPage(RoutingContext context) {
        String site = context.request().getHeader("Sec-Fetch-Site");
        return site != null && !site.equals("none") && !site.equals("same-origin");
    }

    private void readiness(RoutingContext context) {
        List<String> reasons = services.readiness().reasons();
        Answers.json(context, reasons.isEmpty() ? 200 : 503, AdminJson.readiness(reasons));
    }

    private void metrics(RoutingContext context) {
        vertx.executeBlocking(services.meters()::get, false)
                .onSuccess(text -> Answers.text(context, 200, PROMETHEUS_TEXT, text))
                .onFailure(context::fail);
    }

    private void configStatus(RoutingContext context) {
        Answers.json(context, 200, AdminJson.config(services.config().get()));
    }

    private void routes(RoutingContext context) {
        Answers.json(context, 200, AdminJson.routes(services.routes().get()));
    }

    private void models(RoutingContext context) {
        Answers.json(context, 200, ModelsJson.models(services.models().get()));
    }

    private void feedback(RoutingContext context) {
        byte[] body = context.body().length() <= 0
                ? new byte[0]
                : context.body().buffer().getBytes();
        vertx.executeBlocking(() -> services.feedback().accept(body), false)
                .onSuccess(answer -> Answers.feedback(context, answer))
                .onFailure(context::fail);
    }

    /** A form cannot send this type, so a page of another site cannot post here unasked. */
    private static void requireJson(RoutingContext context) {
        if (isJson(context.request().getHeader("Content-Type"))) {
            context.next();
        } else {
            context.fail(415);
        }
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        int end = contentType.indexOf(';');
        String type =
                (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        return type.equals("application/json") || (type.startsWith("application/") && type.endsWith("+json"));
    }

    private static void logFault(RoutingContext context) {
        if (context.failure() != null && context.statusCode() >= 500) {
            log.error("admin_fault path={}", context.normalizedPath(), context.failure());
        }
        context.next();
    }

    private static String openApi() {
        try (InputStream resource = AdminRouter.class.getResourceAsStream("openapi.json")) {
            if (resource == null) {
                throw new IllegalStateException("openapi.json is not beside " + AdminRouter.class.getName());
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
