package dev.understudy.gateway;

import dev.understudy.config.Config;
import dev.understudy.config.ConfigLoader;
import dev.understudy.config.Experiment;
import dev.understudy.config.InvalidConfigException;
import dev.understudy.config.Model;
import dev.understudy.config.Percent;
import dev.understudy.config.Problem;
import dev.understudy.config.Route;
import dev.understudy.config.Sink;
import dev.understudy.config.UnitKind;
import dev.understudy.gateway.admin.AdminServer;
import dev.understudy.gateway.admin.AdminServices;
import dev.understudy.gateway.admin.RolloutOrders;
import dev.understudy.gateway.admin.RouteStatus;
import dev.understudy.gateway.feedback.FeedbackAnswer;
import dev.understudy.gateway.feedback.FeedbackIntake;
import dev.understudy.gateway.feedback.Impressions;
import dev.understudy.gateway.observe.Catalogue;
import dev.understudy.gateway.observe.TickingClock;
import dev.understudy.gateway.proxy.BudgetStatus;
import dev.understudy.gateway.proxy.DataPlane;
import dev.understudy.gateway.proxy.FeedbackPort;
import dev.understudy.gateway.proxy.Ports;
import dev.understudy.gateway.reload.ConfigHistory;
import dev.understudy.gateway.reload.ConfigListener;
import dev.understudy.gateway.reload.ConfigWatch;
import dev.understudy.gateway.reload.Restart;
import dev.understudy.gateway.rollout.Exposure;
import dev.understudy.gateway.rollout.Order;
import dev.understudy.gateway.rollout.RefusedOrderException;
import dev.understudy.gateway.rollout.Rollouts;
import dev.understudy.gateway.upstream.ModelStatus;
import dev.understudy.gateway.upstream.Upstream;
import dev.understudy.log.FileSink;
import dev.understudy.log.Revisions;
import dev.understudy.log.SinkStatus;
import dev.understudy.log.UnitHasher;
import dev.understudy.pair.EstimatedUsage;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import dev.understudy.pair.Redaction;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running process: the data plane, the log behind it, the control plane beside it. */
public final class Gateway implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Gateway.class);
    private static final Duration DRAIN = Duration.ofSeconds(25);
    /** A loop that takes no turn for so long tells nobody of anything. */
    private static final Duration TURN = Duration.ofSeconds(3);
    /** Secrets may lie on a disk that hangs, which must not hold up what counts and steps. */
    private static final int SCHEDULERS = 2;

    private final Clock clock = Clock.systemUTC();
    private final TickingClock meterClock = new TickingClock();
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), meterClock);
    private final Impressions impressions = new Impressions();
    private final ScheduledExecutorService scheduler =
            Executors.newScheduledThreadPool(SCHEDULERS, new DefaultThreadFactory("understudy-scheduler", true));
    private final Path data;
    private final Sink.Queue queue;
    private final FileSink sink;
    private final Observing observing;
    /** Held while a reload opens and closes files, which may take any time. */
    private final ReentrantLock observingLock = new ReentrantLock();

    private final Rollouts rollouts;
    private final Saving saving;
    private final SpendingFile spending;
    private final DataPlane plane;
    private final SplitWatch splits = new SplitWatch(registry);
    private final ConfigHistory history;
    private final AdminServer admin;
    private final ConfigWatch watch;
    private final Config started;
    /** Changed by who holds this object; read by anybody. */
    private volatile Serving serving;

    private volatile String unsaved = "";
    private volatile boolean draining;

    private Gateway(Path file, Config config) throws IOException, InvalidConfigException {
        this.started = config;
        String instance = Instance.name(clock.instant());
        this.data = config.sink().path();
        this.queue = config.sink().queue();
        this.sink = FileSink.open(config.sink(), instance, new EstimatedUsage(this::price, this::estimated));
        this.rollouts = Rollouts.open(data, clock);
        this.saving = new Saving(TURN, System::nanoTime);
        this.spending = new SpendingFile(data, Instance.lastingName());
        FeedbackIntake intake = new FeedbackIntake(sink, impressions, registry, clock);
        UnitHasher hasher = hasher();
        Ports ports = new Ports(
                sink,
                recording -> Redaction.of(recording)::apply,
                hasher::hash,
                this::sinkFill,
                body -> reply(intake.accept(body)),
                impressions::shown);
        this.plane = new DataPlane(config.listen(), config.dns(), ports, registry, clock, instance);
        this.observing = new Observing(instance, registry);
        this.history = new ConfigHistory(file, config.revision(), clock);
        this.serving = new Serving(config, rollouts.exposures(config));
        saving.await(rollouts::settle);
        try {
            Observing.Opened observers = observing.open(config.operations());
            observing.take(observers);
            plane.observe(observers.observers());
            plane.revise(config, serving.percents());
            plane.restore(spending.read());
            saving.await(() -> saveRevision(config));
            lookAtSplits();
            plane.start();
            Gauges gauges = new Gauges(registry, plane, splits, sink);
            this.admin = AdminServer.start(
                    config.admin(),
                    new AdminServices(
                            this::unreadiness,
                            history::status,
                            this::routes,
                            this::models,
                            this::order,
                            gauges::scrape,
                            intake,
                            data));
        } catch (IOException | InvalidConfigException e) {
            plane.close();
            observing.close();
            sink.close();
            scheduler.shutdownNow();
            saving.close();
            throw e;
        }
        bindMeters();
        scheduler.scheduleWithFixedDelay(guarded(this::everySecond), 1, 1, TimeUnit.SECONDS);
        scheduler.scheduleWithFixedDelay(guarded(plane::readCredentials), 5, 5, TimeUnit.SECONDS);
        saving.every(Duration.ofSeconds(1), this::followOthers);
        saving.every(Duration.ofSeconds(5), this::save);
        this.watch = ConfigWatch.start(file, config, ConfigLoader::load, new Reload());
    }

    /** Starts from a file and serves until it is closed. */
    public static Gateway start(Path configFile) throws InvalidConfigException, StartException {
        Config config = ConfigLoader.load(configFile);
        try {
            return new Gateway(configFile, config);
        } catch (IOException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    public int port() {
        return plane.port();
    }

    public int adminPort() {
        return admin.port();
    }

    /** The revision that serves. */
    public Config config() {
        return serving.config();
    }

    /** Serves this from now on, in one swap; what needs a restart stays as it is, and is named in the log and the status. */
    public void reload(Config next) throws IOException {
        observingLock.lock(); // what waits for a disk here holds up no other use of this
        try {
            Observing.Opened observers = observing.open(next.operations());
            try {
                saving.await(() -> saveRevision(next));
                serve(next, observers);
            } catch (IOException | RuntimeException e) {
                observing.drop(observers);
                throw e;
            }
            awaitTurns();
            observing.take(observers);
        } finally {
            observingLock.unlock();
        }
        saving.await(rollouts::settle);
    }

    private void awaitTurns() {
        try {
            plane.awaitTurns(TURN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void serve(Config next, Observing.Opened observers) throws IOException {
        Serving revised = new Serving(next, rollouts.exposures(next));
        plane.revise(next, revised.percents());
        List<String> restartNeeded = Restart.neededFor(started, next);
        if (!restartNeeded.isEmpty()) {
            log.warn("restart_needed revision={} because={}", next.revision(), restartNeeded);
        }
        serving = revised;
        history.applied(next.revision(), restartNeeded);
        plane.observe(observers.observers()); // last: from here on nothing fails, and nobody closes them again
    }

    /** Takes no new connection, lets requests under way finish, writes what was recorded. A second call does nothing. */
    @Override
    public void close() {
        if (draining) {
            return;
        }
        draining = true;
        watch.close();
        try {
            plane.drain(DRAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        scheduler.shutdownNow();
        plane.close();
        saving.await(() -> {
            rollouts.settle();
            spending.save(plane.budgets());
        });
        saving.close();
        sink.close();
        closeObservers();
        admin.close();
    }

    /** A reload that hangs on a file of theirs must not keep the process from ending. */
    private void closeObservers() {
        try {
            if (observingLock.tryLock(TURN.toNanos(), TimeUnit.NANOSECONDS)) {
                try {
                    observing.close();
                } finally {
                    observingLock.unlock();
                }
            } else {
                log.warn("observers_not_closed reason=\"a reload still opens or closes them\"");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private UnitHasher hasher() throws IOException {
        try {
            return UnitHasher.open(data);
        } catch (IOException e) {
            sink.close();
            throw new IOException(
                    "sink.path: " + data + " cannot be used: " + e
                            + " (expected: a directory that this user may write)",
                    e);
        }
    }

    private void everySecond() {
        meterClock.tick();
        plane.pulse();
        step();
        lookAtSplits();
    }

    /** On the thread that waits for the data directory. */
    private void followOthers() {
        rollouts.settle();
        step();
    }

    /** There too. */
    private void save() {
        saveRevision(config());
        spending.save(plane.budgets());
    }

    private synchronized void lookAtSplits() {
        Map<String, Map<String, Double>> shares = new HashMap<>(plane.shares());
        Map<String, Map<String, Long>> assigned = new HashMap<>();
        Set<String> drawn = new HashSet<>();
        for (Route route : config().routes()) {
            if (route.experiment().candidates().isEmpty()) {
                shares.remove(route.name());
            } else {
                assigned.put(route.name(), plane.assigned(route.name()));
            }
            if (route.experiment() instanceof Experiment.Ab ab && ab.unit() == UnitKind.REQUEST) {
                drawn.add(route.name());
            }
        }
        splits.look(shares, assigned, drawn);
    }

    /** Rollouts move on by time, and by what other processes of the directory were told. */
    private void step() {
        try {
            follow();
        } catch (IOException e) {
            log.warn("rollout_not_stepped reason={}", e.getMessage());
        }
    }

    private synchronized void follow() throws IOException {
        Serving now = new Serving(config(), rollouts.exposures(config()));
        if (!now.percents().equals(serving.percents())) {
            plane.revise(now.config(), now.percents());
            log.info("rollout_stepped exposures={}", now.percents());
        }
        serving = now;
    }

    /** Whatever the disk does, the traffic follows: a rollback before anybody looks at what others were told. */
    private RolloutOrders.Outcome order(String route, Order order) throws RefusedOrderException, IOException {
        if (order == Order.ROLLBACK) {
            carryOut(route, order);
        }
        saving.await(rollouts::settle);
        carryOut(route, order);
        saving.await(rollouts::settle);
        follow(); // what was found there may outdate it
        RouteStatus status = routes().stream()
                .filter(one -> one.route().name().equals(route))
                .findFirst()
                .orElseThrow();
        return new RolloutOrders.Outcome(status, rollouts.isPersisted(route));
    }

    private synchronized void carryOut(String route, Order order) throws RefusedOrderException, IOException {
        rollouts.order(config(), route, order);
        follow();
    }

    private double sinkFill() {
        SinkStatus status = sink.status();
        return Math.max(
                status.queuedRecords() / (double) queue.records(), status.queuedBytes() / (double) queue.bytes());
    }

    /** By the configuration that serves: prices change seldom, and no answer waits long to be written. */
    private Optional<Model.Price> price(String model) {
        return Optional.ofNullable(config().models().get(model)).flatMap(Model::price);
    }

    /** Before the first request there is nothing to estimate, and the data plane is there by then. */
    private void estimated(Pair pair, Leg leg) {
        Leg.Tokens tokens = leg.tokens();
        if (tokens != null) {
            plane.estimated(pair.route(), leg, tokens);
        }
    }

    private List<String> unreadiness() {
        return draining ? List.of("draining") : List.of();
    }

    private List<RouteStatus> routes() {
        Serving now = serving;
        Map<String, Map<String, Double>> shares = plane.shares();
        Map<String, BudgetStatus> budgets = plane.budgets();
        return now.config().routes().stream()
                .map(route -> new RouteStatus(
                        route,
                        shares.getOrDefault(route.name(), Map.of()),
                        plane.assigned(route.name()),
                        plane.served(route.name()),
                        Optional.ofNullable(now.exposures().get(route.name())),
                        costs(now.config(), route, budgets)))
                .toList();
    }

    private RouteStatus.Costs costs(Config config, Route route, Map<String, BudgetStatus> budgets) {
        return new RouteStatus.Costs(
                plane.usages(route.name()),
                Optional.ofNullable(budgets.get(route.name())),
                config.models().values().stream()
                        .flatMap(model -> model.price().stream())
                        .map(Model.Price::currency)
                        .findFirst());
    }

    private List<ModelStatus> models() {
        return plane.upstreams().byName().values().stream()
                .map(Upstream::status)
                .sorted(Comparator.comparing(ModelStatus::name))
                .toList();
    }

    /** Beside the pairs that are written under it, also once a directory that was full or gone is back. */
    private void saveRevision(Config config) {
        try {
            Revisions.save(data, config);
            unsaved = "";
        } catch (IOException e) {
            if (!unsaved.equals(config.revision())) {
                log.warn(
                        "revision_not_saved revision={} reason={} consequence=tried_again",
                        config.revision(),
                        e.toString());
            }
            unsaved = config.revision();
        }
    }

    private void bindMeters() {
        rollouts.bindTo(registry);
        history.bindTo(registry);
        Catalogue.bindProcess(registry);
    }

    private static FeedbackPort.Reply reply(FeedbackAnswer answer) {
        return new FeedbackPort.Reply(
                answer.status(), answer.body(), answer.retryAfterSeconds().orElse(0));
    }

    /** A scheduled task that fails once must run again the next time. */
    static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                log.error("scheduled_task_failed", e);
            }
        };
    }

    /** What requests are answered by, swapped whole. */
    private record Serving(Config config, Map<String, Exposure> exposures) {
        Map<String, Percent> percents() {
            Map<String, Percent> percents = new HashMap<>();
            exposures.forEach((route, exposure) -> percents.put(route, exposure.percent()));
            return percents;
        }
    }

    /** What the watch on the file leads to. */
    private final class Reload implements ConfigListener {
        @Override
        public void onConfig(Config next) throws InvalidConfigException {
            try {
                reload(next);
                log.info("config_loaded revision={}", next.revision());
            } catch (IOException e) {
                throw new InvalidConfigException(List.of(
                        new Problem(history.status().file().toString(), 0, 0, "", String.valueOf(e.getMessage()))));
            }
        }

        @Override
        public void onProblems(List<Problem> problems) {
            history.refused(problems);
            problems.forEach(problem -> log.error("config_refused problem=\"{}\"", problem));
        }

        @Override
        public void onUnchanged(Config same) {
            history.unchanged();
        }
    }
}
