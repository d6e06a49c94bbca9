package dev.understudy.gateway.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.config.Experiment.Canary;
import dev.understudy.gateway.rollout.Exposure;
import dev.understudy.gateway.rollout.Order;
import dev.understudy.gateway.rollout.RefusedOrderException;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code /api/v1/rollouts}: where each canary is, and what a person may tell it to do. */
record RolloutRoutes(Vertx vertx, AdminServices services) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = "/api/v1/rollouts";

    void addTo(Router router) {
        router.get(PATH).handler(this::list);
        router.get(PATH + "/:route").handler(this::one);
        router.post(PATH + "/:route/:order").handler(RolloutRoutes::refusePages);
        router.post(PATH + "/:route/:order").handler(this::order);
    }

    private void list(RoutingContext context) {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode list = json.putArray("rollouts");
        services.routes().get().forEach(status -> json(status).ifPresent(list::add));
        Answers.json(context, 200, json);
    }

    private void one(RoutingContext context) {
        String name = context.pathParam("route");
        services.routes().get().stream()
                .filter(status -> status.route().name().equals(name))
                .flatMap(status -> json(status).stream())
                .findFirst()
                .ifPresentOrElse(
                        json -> Answers.json(context, 200, json),
                        () -> Answers.json(
                                context, 404, AdminJson.error("unknown_rollout", name + ": no canary has this name")));
    }

    private void order(RoutingContext context) {
        String word = context.pathParam("order");
        Optional<Order> order = Order.of(word);
        if (order.isEmpty()) {
            String words = Arrays.stream(Order.values()).map(Order::word).collect(Collectors.joining(", "));
            Answers.json(context, 404, AdminJson.error("unknown_order", word + " (expected: " + words + ")"));
            return;
        }
        String route = context.pathParam("route");
        vertx.executeBlocking(() -> services.orders().give(route, order.get()))
                .onSuccess(outcome -> Answers.json(context, 200, json(outcome)))
                .onFailure(failure -> {
                    if (failure instanceof RefusedOrderException refused) {
                        refuse(context, refused);
                    } else {
                        context.fail(failure);
                    }
                });
    }

    private static void refuse(RoutingContext context, RefusedOrderException refused) {
        String message = String.valueOf(refused.getMessage());
        switch (refused.reason()) {
            case UNKNOWN_ROLLOUT -> Answers.json(context, 404, AdminJson.error("unknown_rollout", message));
            case WRONG_STATE -> Answers.json(context, 409, AdminJson.error("wrong_state", message));
        }
    }

    /** A browser says which page sends a POST; no page of ours does. */
    private static void refusePages(RoutingContext context) {
        if (context.request().getHeader("Origin") == null) {
            context.next();
        } else {
            Answers.json(context, 403, AdminJson.error("foreign_origin", "orders are not taken from pages"));
        }
    }

    private static ObjectNode json(RolloutOrders.Outcome outcome) {
        return json(outcome.route()).orElseGet(JSON::createObjectNode).put("persisted", outcome.persisted());
    }

    /** Empty for a route without a canary. */
    private static Optional<ObjectNode> json(RouteStatus status) {
        if (!(status.route().experiment() instanceof Canary canary)) {
            return Optional.empty();
        }
        return status.exposure().map(exposure -> json(status.route().name(), canary, exposure));
    }

    private static ObjectNode json(String route, Canary canary, Exposure exposure) {
        ObjectNode json = JSON.createObjectNode()
                .put("route", route)
                .put("legacy", canary.legacy())
                .put("candidate", canary.candidate());
        return json.setAll(AdminJson.rollout(exposure, canary));
    }
}
