package dev.understudy.gateway.admin;

import dev.understudy.gateway.feedback.FeedbackIntake;
import dev.understudy.gateway.reload.ConfigStatus;
import dev.understudy.gateway.upstream.ModelStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the control plane shows and calls; all of it may be called from any thread.
 *
 * @param meters all of them, as Prometheus reads them
 */
public record AdminServices(
        Readiness readiness,
        Supplier<ConfigStatus> config,
        Supplier<List<RouteStatus>> routes,
        Supplier<List<ModelStatus>> models,
        RolloutOrders orders,
        Supplier<String> meters,
        FeedbackIntake feedback,
        Path data) {}
