package dev.understudy.gateway;

import dev.understudy.gateway.observe.Catalogue;
import dev.understudy.gateway.upstream.LaneCounts;
import dev.understudy.gateway.upstream.LeftOut;
import dev.understudy.gateway.upstream.ModelStatus;
import dev.understudy.gateway.upstream.ModelStatus.EndpointStatus;
import dev.understudy.gateway.upstream.ModelStatus.LaneStatus;
import dev.understudy.gateway.upstream.ModelStatus.State;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What is measured of models at the moment of looking: breakers, places, endpoints. One thread at a time.
 *
 * <p>Rows and counters read what was seen last. A model that went and came back counts from nothing again.
 */
final class ModelGauges {
    private static final int ENDPOINTS_MAX = 32;
    private static final List<String> BREAKER_STATES = List.of("closed", "open", "half_open");
    private static final List<Catalogue> GAUGES = List.of(
            Catalogue.MODEL_IN_FLIGHT,
            Catalogue.MODEL_BREAKER_OPEN,
            Catalogue.MODEL_BREAKER_STATE,
            Catalogue.MODEL_FAILURE_PERCENT,
            Catalogue.MODEL_PLACES,
            Catalogue.MODEL_ENDPOINTS,
            Catalogue.MODEL_PANIC,
            Catalogue.MODEL_ENDPOINT_IN_FLIGHT,
            Catalogue.MODEL_ENDPOINT_LATENCY);

    private final MeterRegistry registry;
    private final Map<Catalogue, MultiGauge> gauges = new EnumMap<>(Catalogue.class);
    private final Map<Catalogue, List<Row<?>>> rows = new EnumMap<>(Catalogue.class);
    private final Map<String, LaneCounts> counts = new ConcurrentHashMap<>();
    private final Map<String, LeftOut> leftOut = new ConcurrentHashMap<>();
    private volatile Map<String, ModelStatus> latest = Map.of();

    ModelGauges(MeterRegistry registry) {
        this.registry = registry;
        GAUGES.forEach(entry -> gauges.put(entry, entry.rows(registry)));
    }

    void refresh(List<ModelStatus> models) {
        latest = models.stream().collect(Collectors.toUnmodifiableMap(ModelStatus::name, Function.identity()));
        GAUGES.forEach(entry -> rows.put(entry, new ArrayList<>()));
        for (ModelStatus model : models) {
            lane(model.name(), "primary", model.primary(), ModelStatus::primary);
            lane(model.name(), "shadow", model.shadow(), ModelStatus::shadow);
            add(Catalogue.MODEL_PANIC, model.name(), status -> status.panic() ? 1 : 0, model.name());
            endpoints(model);
            leftOut(model);
        }
        gauges.forEach((entry, gauge) -> gauge.register(Objects.requireNonNull(rows.get(entry))));
    }

    private void lane(String model, String lane, LaneStatus status, Function<ModelStatus, LaneStatus> its) {
        lane(Catalogue.MODEL_IN_FLIGHT, model, its, LaneStatus::inFlight, lane);
        lane(Catalogue.MODEL_PLACES, model, its, LaneStatus::maxInFlight, lane);
        lane(Catalogue.MODEL_BREAKER_OPEN, model, its, way -> way.breaker().equals("open") ? 1 : 0, lane);
        lane(
                Catalogue.MODEL_FAILURE_PERCENT,
                model,
                its,
                way -> way.failureRate().orElse(Double.NaN),
                lane);
        for (String state : BREAKER_STATES) {
            lane(Catalogue.MODEL_BREAKER_STATE, model, its, way -> way.breaker().equals(state) ? 1 : 0, lane, state);
        }
        if (counts.put(model + "/" + lane, status.counts()) == null) {
            counter(Catalogue.MODEL_CALLS, LaneCounts::calls, model, lane);
            counter(Catalogue.MODEL_REFUSED, LaneCounts::shed, model, lane, "inFlight");
            counter(Catalogue.MODEL_REFUSED, LaneCounts::breakerOpen, model, lane, "breakerOpen");
            counter(Catalogue.MODEL_REFUSED, LaneCounts::backOff, model, lane, "backOff");
            counter(Catalogue.MODEL_RETRIES, LaneCounts::retries, model, lane, "made");
            counter(Catalogue.MODEL_RETRIES, LaneCounts::retriesRefused, model, lane, "overBudget");
        }
    }

    /** @param tags first the model and the lane */
    private void counter(Catalogue entry, ToDoubleFunction<LaneCounts> count, String... tags) {
        String key = tags[0] + "/" + tags[1];
        entry.counter(registry, this, own -> count.applyAsDouble(Objects.requireNonNull(own.counts.get(key))), tags);
    }

    private void lane(
            Catalogue entry,
            String model,
            Function<ModelStatus, LaneStatus> its,
            ToDoubleFunction<LaneStatus> value,
            String... tags) {
        String[] all = new String[tags.length + 1];
        all[0] = model;
        System.arraycopy(tags, 0, all, 1, tags.length);
        add(entry, model, status -> value.applyAsDouble(its.apply(status)), all);
    }

    private void leftOut(ModelStatus model) {
        if (leftOut.put(model.name(), model.leftOut()) == null) {
            for (State why : List.of(State.EJECTED, State.UNHEALTHY, State.WAITING)) {
                Catalogue.MODEL_LEFT_OUT.counter(
                        registry,
                        this,
                        own -> Objects.requireNonNull(own.leftOut.get(model.name()))
                                .times(why),
                        model.name(),
                        why.label());
            }
        }
    }

    private void endpoints(ModelStatus model) {
        for (State state : State.values()) {
            add(
                    Catalogue.MODEL_ENDPOINTS,
                    model.name(),
                    status -> (double) status.endpoints().stream()
                            .filter(endpoint -> endpoint.state() == state)
                            .count(),
                    model.name(),
                    state.label());
        }
        if (model.endpoints().size() > 1) {
            model.endpoints().stream()
                    .map(EndpointStatus::address)
                    .distinct()
                    .limit(ENDPOINTS_MAX)
                    .forEach(address -> endpoint(model.name(), address));
        }
    }

    private void endpoint(String model, String address) {
        endpoint(Catalogue.MODEL_ENDPOINT_IN_FLIGHT, model, address, EndpointStatus::inFlight);
        endpoint(
                Catalogue.MODEL_ENDPOINT_LATENCY,
                model,
                address,
                endpoint -> endpoint.latency().map(Duration::toNanos).orElse(0L) / 1e9);
    }

    private void endpoint(Catalogue entry, String model, String address, ToDoubleFunction<EndpointStatus> value) {
        add(
                entry,
                model,
                status -> status.endpoints().stream()
                        .filter(endpoint -> endpoint.address().equals(address))
                        .mapToDouble(value)
                        .findFirst()
                        .orElse(Double.NaN),
                model,
                address);
    }

    private void add(Catalogue entry, String model, ToDoubleFunction<ModelStatus> value, String... tags) {
        Objects.requireNonNull(rows.get(entry)).add(entry.row(this, own -> own.read(model, value), tags));
    }

    private double read(String model, ToDoubleFunction<ModelStatus> value) {
        ModelStatus status = latest.get(model);
        return status == null ? Double.NaN : value.applyAsDouble(status);
    }
}
