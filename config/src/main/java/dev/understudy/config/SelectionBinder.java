package dev.understudy.config;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Binds what a model says of choosing among its endpoints: {@code balance}, {@code ejection}, {@code retry} and more. */
final class SelectionBinder {
    static final Keys BALANCE = Keys.of("slowStart", "panicPercent");
    static final Keys EJECTION = Keys.of("consecutiveFailures", "baseTime", "maxTime", "maxPercent");
    static final Keys RETRY = Keys.of("attempts", "on", "budgetPercent", "minPerSecond");
    static final Keys RETRY_AFTER = Keys.of("max", "default");
    static final Keys CONNECTIONS = Keys.of("warm", "idle", "idleTime", "streams");
    static final Keys HEALTH = Keys.of("path", "interval", "timeout", "healthy", "unhealthy", "status");

    private static final Reader<Duration> TIME = Quantities.duration(Duration.ofMillis(1), Duration.ofHours(24));
    private static final Reader<Duration> TIME_OR_NONE = Quantities.duration(Duration.ZERO, Duration.ofHours(24));

    private static final Reader<Duration> INTERVAL = Quantities.duration(Duration.ofMillis(10), Duration.ofHours(24));
    private static final Reader<String> PATH = Scalars.matching(
            Pattern.compile("/[\\x21\\x22\\x24-\\x7e]{0,1000}"), "a path and perhaps a query, such as /healthz");
    private static final int CONNECTIONS_MAX = 100_000;

    private SelectionBinder() {}

    static Selection selection(Section model) {
        Selection otherwise = Selection.DEFAULT;
        return new Selection(
                model.read("balance", SelectionBinder::balance, otherwise.balance()),
                model.read("ejection", SelectionBinder::ejection, otherwise.ejection()),
                model.read("retry", SelectionBinder::retry, otherwise.retry()),
                model.read("retryAfter", SelectionBinder::retryAfter, otherwise.retryAfter()),
                model.read("connections", SelectionBinder::connections, otherwise.connections()),
                model.read("health", SelectionBinder::health));
    }

    private static Optional<Selection.Balance> balance(Value value) {
        Selection.Balance otherwise = Selection.Balance.DEFAULT;
        return Section.open(value, BALANCE)
                .map(section -> new Selection.Balance(
                        section.read("slowStart", TIME_OR_NONE, otherwise.slowStart()),
                        percent(section, "panicPercent", otherwise.panicPercent())));
    }

    private static Optional<Selection.Ejection> ejection(Value value) {
        Selection.Ejection otherwise = Selection.Ejection.DEFAULT;
        return Section.open(value, EJECTION).map(section -> {
            Duration baseTime = section.read("baseTime", TIME, otherwise.baseTime());
            Duration atLeast = baseTime.compareTo(otherwise.maxTime()) > 0 ? baseTime : otherwise.maxTime();
            Duration maxTime = section.read("maxTime", TIME, atLeast);
            if (maxTime.compareTo(baseTime) < 0) {
                section.at("maxTime")
                        .refuse(Quantities.text(maxTime), "at least baseTime, which is " + Quantities.text(baseTime));
            }
            return new Selection.Ejection(
                    section.read("consecutiveFailures", Scalars.integer(1, 1_000_000), otherwise.consecutiveFailures()),
                    baseTime,
                    maxTime,
                    percent(section, "maxPercent", otherwise.maxPercent()));
        });
    }

    private static Optional<Selection.Retry> retry(Value value) {
        Selection.Retry otherwise = Selection.Retry.DEFAULT;
        Reader<Set<Selection.Retry.Cause>> causes =
                list -> Scalars.choice(Selection.Retry.Cause.values(), Selection.Retry.Cause::yaml)
                        .distinctList(0)
                        .read(list)
                        .map(LinkedHashSet::new);
        return Section.open(value, RETRY)
                .map(section -> new Selection.Retry(
                        section.read("attempts", Scalars.integer(1, 10), otherwise.attempts()),
                        section.read("on", causes, otherwise.on()),
                        percent(section, "budgetPercent", otherwise.budgetPercent()),
                        section.read("minPerSecond", Scalars.integer(0, 1_000_000), otherwise.minPerSecond())));
    }

    private static Optional<Selection.RetryAfter> retryAfter(Value value) {
        Selection.RetryAfter otherwise = Selection.RetryAfter.DEFAULT;
        return Section.open(value, RETRY_AFTER)
                .map(section -> new Selection.RetryAfter(
                        section.read("max", TIME_OR_NONE, otherwise.max()),
                        section.read("default", TIME_OR_NONE, otherwise.otherwise())));
    }

    private static Optional<Selection.Connections> connections(Value value) {
        Selection.Connections otherwise = Selection.Connections.DEFAULT;
        return Section.open(value, CONNECTIONS).map(section -> {
            int warm = section.read("warm", Scalars.integer(0, CONNECTIONS_MAX), otherwise.warm());
            int idle = section.read("idle", Scalars.integer(0, CONNECTIONS_MAX), Math.max(warm, otherwise.idle()));
            if (warm > idle) {
                section.at("warm").refuse(Integer.toString(warm), "at most idle, which is " + idle);
            }
            return new Selection.Connections(
                    Math.min(warm, idle),
                    idle,
                    section.read("idleTime", TIME, otherwise.idleTime()),
                    section.read(
                            "streams", Scalars.integer(1, Selection.Connections.STREAMS_MAX), otherwise.streams()));
        });
    }

    private static Optional<Selection.Health> health(Value value) {
        Selection.Health otherwise = Selection.Health.DEFAULT;
        Reader<Set<Integer>> statuses =
                list -> Scalars.integer(200, 599).distinctList(1).read(list).map(LinkedHashSet::new);
        return Section.open(value, HEALTH)
                .map(section -> new Selection.Health(
                        section.read("path", PATH, otherwise.path()),
                        section.read("interval", INTERVAL, otherwise.interval()),
                        section.read("timeout", TIME, otherwise.timeout()),
                        section.read("healthy", Scalars.integer(1, 1000), otherwise.healthy()),
                        section.read("unhealthy", Scalars.integer(1, 1000), otherwise.unhealthy()),
                        section.read("status", statuses, otherwise.status())));
    }

    private static double percent(Section section, String key, double otherwise) {
        return section.read(key, Scalars.PERCENT, new Percent(otherwise)).value();
    }
}
