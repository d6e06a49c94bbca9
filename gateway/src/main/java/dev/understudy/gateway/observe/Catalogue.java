package dev.understudy.gateway.observe;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

/**
 * Every meter there is: its name, kind, unit, tags and meaning. Registered here and nowhere else, with the values of its
 * tags in the order in which they stand here.
 */
public enum Catalogue {
    REQUESTS(
            Group.TRAFFIC,
            Meter.Type.COUNTER,
            "understudy.requests",
            "",
            "Answers by the model that served and by class of status",
            Tag.ROUTE,
            Tag.SERVED,
            Tag.STATUS_CLASS),
    REQUEST_DURATION(
            Group.TRAFFIC,
            Buckets.WAITS,
            "understudy.request.duration",
            "From a request's first byte to its answer's last",
            Tag.ROUTE),
    OWN_DURATION(
            Group.TRAFFIC,
            Buckets.OWN,
            "understudy.own.duration",
            "What the gateway itself added: from the arrival of what the decision needed (the head, or the body where that"
                    + " is looked into) to the call's beginning, plus from the first byte of the model's answer to its"
                    + " handing to the client's socket. Connecting to the model is not in it. Answers that were mixed or"
                    + " fell back are left out",
            Tag.ROUTE),
    REQUEST_BODY(
            Group.TRAFFIC,
            Meter.Type.COUNTER,
            "understudy.request.body",
            "bytes",
            "Bytes of the bodies that clients sent",
            Tag.ROUTE),
    RESPONSE_BODY(
            Group.TRAFFIC,
            Meter.Type.COUNTER,
            "understudy.response.body",
            "bytes",
            "Bytes of the bodies that went to clients",
            Tag.ROUTE),
    FAILURES(
            Group.TRAFFIC,
            Meter.Type.COUNTER,
            "understudy.failures",
            "",
            "What went wrong with requests, and whose fault it was",
            Tag.FAILURE,
            Tag.BLAME,
            Tag.STATUS),
    CONNECTIONS(Group.TRAFFIC, Meter.Type.GAUGE, "understudy.connections", "", "Clients' connections that are open"),
    CONNECTIONS_REFUSED(
            Group.TRAFFIC,
            Meter.Type.COUNTER,
            "understudy.connections.refused",
            "",
            "Client connections closed at once: which limit was reached, or that this process was stopping",
            Tag.CONNECTION_REFUSAL),
    WEB_SOCKETS(
            Group.TRAFFIC,
            Meter.Type.GAUGE,
            "understudy.websockets",
            "",
            "Those of the clients' connections that have become WebSockets"),
    HTTP2_CONNECTIONS(
            Group.TRAFFIC,
            Meter.Type.GAUGE,
            "understudy.http2.connections",
            "",
            "Those of the clients' connections that speak HTTP/2"),
    HTTP2_CONNECTIONS_CUT(
            Group.TRAFFIC,
            Meter.Type.COUNTER,
            "understudy.http2.connections.cut",
            "",
            "HTTP/2 connections that we ended: the client kept us busy with nothing, broke the rules, or was too slow",
            Tag.HTTP2_CUT),
    HTTP2_STREAMS_REFUSED(
            Group.TRAFFIC,
            Meter.Type.COUNTER,
            "understudy.http2.streams.refused",
            "",
            "Streams that we reset: which limit was reached, or that the request was malformed or its answer not read",
            Tag.HTTP2_REFUSAL),
    TLS_HANDSHAKES(
            Group.TRAFFIC,
            Meter.Type.COUNTER,
            "understudy.tls.handshakes",
            "",
            "How TLS handshakes with clients ended",
            Tag.HANDSHAKE_END),
    TLS_CERTIFICATE_EXPIRY(
            Group.TRAFFIC,
            Meter.Type.GAUGE,
            "understudy.tls.certificate.expiry",
            "seconds",
            "When the certificate expires that clients are shown, counted from 1970; only with TLS"),
    TLS_RELOADS_REFUSED(
            Group.TRAFFIC,
            Meter.Type.COUNTER,
            "understudy.tls.reloads.refused",
            "",
            "Changed TLS files that could not be taken over, so that the former certificate goes on"),
    IN_FLIGHT(Group.TRAFFIC, Meter.Type.GAUGE, "understudy.in.flight", "", "Requests under way, copies included"),

    LEGS(
            Group.LEGS,
            Meter.Type.COUNTER,
            "understudy.legs",
            "",
            "Legs by model, role and outcome",
            Tag.ROUTE,
            Tag.MODEL,
            Tag.ROLE,
            Tag.OUTCOME),
    LEG_FAILURES(
            Group.LEGS,
            Meter.Type.COUNTER,
            "understudy.leg.failures",
            "",
            "Legs that did not end well or were not asked, by cause: copies too, so this says what shadowing drops and why",
            Tag.ROUTE,
            Tag.MODEL,
            Tag.ROLE,
            Tag.FAILURE,
            Tag.BLAME),
    LEG_DURATION(
            Group.LEGS,
            Buckets.WAITS,
            "understudy.leg.duration",
            "From sending a leg's request to its answer's last byte",
            Tag.ROUTE,
            Tag.MODEL,
            Tag.ROLE),
    LEG_BYTES(
            Group.LEGS,
            Meter.Type.COUNTER,
            "understudy.leg.response",
            "bytes",
            "Bytes of the bodies that models answered with",
            Tag.ROUTE,
            Tag.MODEL,
            Tag.ROLE),

    BODIES_REWRITTEN(
            Group.LEGS,
            Meter.Type.COUNTER,
            "understudy.leg.bodies",
            "",
            "Bodies of requests to models with rewrite.setBody: rewritten, or unchanged since they were no JSON or had no"
                    + " such place",
            Tag.ROUTE,
            Tag.MODEL,
            Tag.ROLE,
            Tag.REWRITE_RESULT),

    STREAMS_UNREAD(
            Group.LLM,
            Meter.Type.COUNTER,
            "understudy.streams.unread",
            "",
            "Streams of events that passed unread, so that their first content and their tokens are not known: compressed in a way"
                    + " that is not read, such as br and zstd, or damaged, or grown beyond measure",
            Tag.ROUTE,
            Tag.MODEL,
            Tag.ROLE,
            Tag.UNREAD),
    TOKENS(
            Group.LLM,
            Meter.Type.COUNTER,
            "understudy.llm.tokens",
            "",
            "Tokens that models used: as they said themselves, of all traffic; or as counted here where they did not, of"
                    + " recorded answers alone. Cached input is part of input, reasoning of output",
            Tag.ROUTE,
            Tag.MODEL,
            Tag.ROLE,
            Tag.TOKENS,
            Tag.TOKEN_SOURCE),
    COST(
            Group.LLM,
            Meter.Type.COUNTER,
            "understudy.llm.cost",
            "",
            "What those tokens cost by the model's price, in its currency",
            Tag.ROUTE,
            Tag.MODEL,
            Tag.ROLE,
            Tag.CURRENCY,
            Tag.TOKEN_SOURCE),
    FIRST_TOKEN(
            Group.LLM,
            Buckets.WAITS,
            "understudy.llm.first.token",
            "From sending a leg's request to the first content of its stream; keep-alives are none",
            Tag.ROUTE,
            Tag.MODEL,
            Tag.ROLE),
    TIME_PER_TOKEN(
            Group.LLM,
            Buckets.WAITS,
            "understudy.llm.time.per.token",
            "From the first content of a stream to its last, over its output tokens but one; over the events between"
                    + " where the model does not say how many tokens there were",
            Tag.ROUTE,
            Tag.MODEL,
            Tag.ROLE),
    SHADOW_BUDGET_SPENT(
            Group.LLM,
            Meter.Type.GAUGE,
            "understudy.shadow.budget.spent",
            "",
            "What the route's copies have used since midnight, by UTC, where they have a budget",
            Tag.ROUTE,
            Tag.BUDGET),
    SHADOW_BUDGET_LEFT(
            Group.LLM,
            Meter.Type.GAUGE,
            "understudy.shadow.budget.left",
            "",
            "What they may still use today; with 0 no more are sent",
            Tag.ROUTE,
            Tag.BUDGET),

    ELIGIBLE(
            Group.SPLIT,
            Meter.Type.COUNTER,
            "understudy.eligible",
            "",
            "Requests that would be recorded if all were",
            Tag.ROUTE),
    RECORDS(
            Group.SPLIT,
            Meter.Type.COUNTER,
            "understudy.records",
            "",
            "Eligible requests by result: recorded, or why not",
            Tag.ROUTE,
            Tag.RECORD_RESULT),
    ASSIGNED(
            Group.SPLIT,
            Meter.Type.COUNTER,
            "understudy.assigned",
            "",
            "Requests by assigned model",
            Tag.ROUTE,
            Tag.MODEL),
    INTERLEAVED(
            Group.SPLIT,
            Meter.Type.COUNTER,
            "understudy.interleaved",
            "",
            "Answers that were to be mixed: mixed, or why legacy's own went out",
            Tag.ROUTE,
            Tag.MIX_RESULT),
    CONFIGURED_SHARE(
            Group.SPLIT,
            Meter.Type.GAUGE,
            "understudy.configured.share",
            "",
            "Each arm's share of a route's units, out of 1, at the present step",
            Tag.ROUTE,
            Tag.MODEL),
    OBSERVED_SHARE(
            Group.SPLIT,
            Meter.Type.GAUGE,
            "understudy.observed.share",
            "",
            "Each arm's share of the requests that were assigned since the configured shares last changed, out of 1",
            Tag.ROUTE,
            Tag.MODEL),
    SPLIT_MISMATCH(
            Group.SPLIT,
            Meter.Type.GAUGE,
            "understudy.split.mismatch",
            "",
            "1 while the assigned arms contradict the configured shares: the data cannot be trusted",
            Tag.ROUTE),
    ROUTE_SILENT(
            Group.SPLIT,
            Meter.Type.GAUGE,
            "understudy.route.silent",
            "",
            "1 while a route with an experiment has seen no request since its shares last changed",
            Tag.ROUTE),

    MODEL_IN_FLIGHT(
            Group.MODELS,
            Meter.Type.GAUGE,
            "understudy.model.in.flight",
            "",
            "Requests under way at a model",
            Tag.MODEL,
            Tag.LANE),
    MODEL_BREAKER_OPEN(
            Group.MODELS,
            Meter.Type.GAUGE,
            "understudy.model.breaker.open",
            "",
            "1 while a model is not asked, since it kept failing",
            Tag.MODEL,
            Tag.LANE),
    MODEL_BREAKER_STATE(
            Group.MODELS,
            Meter.Type.GAUGE,
            "understudy.model.breaker.state",
            "",
            "1 for the state that a model's breaker is in",
            Tag.MODEL,
            Tag.LANE,
            Tag.BREAKER_STATE),
    MODEL_FAILURE_PERCENT(
            Group.MODELS,
            Meter.Type.GAUGE,
            "understudy.model.failure.percent",
            "",
            "Failed calls of the last ones, as the breaker counts them; none while there were too few to tell",
            Tag.MODEL,
            Tag.LANE),
    MODEL_PLACES(
            Group.MODELS,
            Meter.Type.GAUGE,
            "understudy.model.places",
            "",
            "Requests that may be under way at a model",
            Tag.MODEL,
            Tag.LANE),
    MODEL_CALLS(
            Group.MODELS,
            Meter.Type.COUNTER,
            "understudy.model.calls",
            "",
            "Calls that got a place, each once however often it was tried",
            Tag.MODEL,
            Tag.LANE),
    MODEL_REFUSED(
            Group.MODELS,
            Meter.Type.COUNTER,
            "understudy.model.refused",
            "",
            "Calls that were not made: no place, an open breaker, or a copy while the model asked to be left alone",
            Tag.MODEL,
            Tag.LANE,
            Tag.NOT_CALLED),
    MODEL_RETRIES(
            Group.MODELS,
            Meter.Type.COUNTER,
            "understudy.model.retries",
            "",
            "Attempts beyond a call's first: made, or refused since the budget was used up",
            Tag.MODEL,
            Tag.LANE,
            Tag.RETRY_RESULT),
    MODEL_ENDPOINTS(
            Group.MODELS,
            Meter.Type.GAUGE,
            "understudy.model.endpoints",
            "",
            "A model's endpoints, each address of a name for itself, by state",
            Tag.MODEL,
            Tag.ENDPOINT_STATE),
    MODEL_LEFT_OUT(
            Group.MODELS,
            Meter.Type.COUNTER,
            "understudy.model.left.out",
            "",
            "How often one of a model's endpoints came to be left out: it kept failing, did not pass its checks, or asked to be"
                    + " left alone. In a panic it is asked all the same",
            Tag.MODEL,
            Tag.LEFT_OUT),
    MODEL_PANIC(
            Group.MODELS,
            Meter.Type.GAUGE,
            "understudy.model.panic",
            "",
            "1 while so few endpoints are usable that all are used",
            Tag.MODEL),
    MODEL_ENDPOINT_IN_FLIGHT(
            Group.MODELS,
            Meter.Type.GAUGE,
            "understudy.model.endpoint.in.flight",
            "",
            "Requests under way at one of several endpoints; the first 32 of a model",
            Tag.MODEL,
            Tag.ENDPOINT),
    MODEL_ENDPOINT_LATENCY(
            Group.MODELS,
            Meter.Type.GAUGE,
            "understudy.model.endpoint.latency",
            "seconds",
            "What one of several endpoints takes to begin its answers, as the choice among them weighs it; the first 32 of"
                    + " a model",
            Tag.MODEL,
            Tag.ENDPOINT),

    PRESSURE_LEVEL(
            Group.PRESSURE,
            Meter.Type.GAUGE,
            "understudy.pressure.level",
            "",
            "How much is given up: 0 nothing, 1 shadows, 2 recorded bodies too, 3 interleaving too, 4 new requests too"),
    PRESSURE_FILL(
            Group.PRESSURE,
            Meter.Type.GAUGE,
            "understudy.pressure.fill",
            "",
            "What was measured last, as a part of its limit: 1 is full",
            Tag.SIGNAL),
    PRESSURE_SHED(
            Group.PRESSURE,
            Meter.Type.COUNTER,
            "understudy.pressure.shed",
            "",
            "What was given up: copies, records' bodies, mixed answers, requests",
            Tag.SHED),
    LOOP_LAG(
            Group.PRESSURE,
            Meter.Type.GAUGE,
            "understudy.loop.lag",
            "seconds",
            "How late the latest event loop came to its work"),
    DIRECT_MEMORY(
            Group.PRESSURE,
            Meter.Type.GAUGE,
            "understudy.direct.memory",
            "bytes",
            "Memory of buffers outside the heap"),
    BODIES_HELD(
            Group.PRESSURE,
            Meter.Type.GAUGE,
            "understudy.bodies.held",
            "bytes",
            "Memory of bodies that are kept for copies, fallback, mixing and records not yet joined"),

    SINK_UP(Group.SINK, Meter.Type.GAUGE, "understudy.sink.up", "", "1 while records are taken"),
    SINK_QUEUED_RECORDS(
            Group.SINK, Meter.Type.GAUGE, "understudy.sink.queued.records", "", "Records taken and not yet written"),
    SINK_QUEUED_BYTES(Group.SINK, Meter.Type.GAUGE, "understudy.sink.queued.bytes", "bytes", "Bytes of their bodies"),
    SINK_WRITTEN(Group.SINK, Meter.Type.COUNTER, "understudy.sink.written", "", "Records written"),
    SINK_LOST(
            Group.SINK,
            Meter.Type.COUNTER,
            "understudy.sink.lost",
            "",
            "Records taken by the log and gone all the same, by cause",
            Tag.CAUSE),

    ACCESS_LOG_LINES(
            Group.TOLD,
            Meter.Type.COUNTER,
            "understudy.access.log.lines",
            "",
            "Lines of the access log: written, dropped since too many waited, or failed to be written",
            Tag.LINE_RESULT),
    SPANS(
            Group.TOLD,
            Meter.Type.COUNTER,
            "understudy.spans",
            "",
            "Spans of sampled requests: sent, dropped since too many waited, or failed to be sent",
            Tag.SPAN_RESULT),

    CONFIG_GOOD(
            Group.CONTROL,
            Meter.Type.GAUGE,
            "understudy.config.good",
            "",
            "1 while the file is what serves; 0: the file was refused, and the last good one serves"),
    CONFIG_LOADED_TIME(
            Group.CONTROL,
            Meter.Type.GAUGE,
            "understudy.config.loaded.time",
            "seconds",
            "When what serves was loaded, since the epoch"),
    ROLLOUT_FAILURES(
            Group.CONTROL,
            Meter.Type.COUNTER,
            "understudy.rollout.failures",
            "",
            "Failed reads and writes of rollout positions"),
    ROLLOUT_PERSISTED(
            Group.CONTROL,
            Meter.Type.GAUGE,
            "understudy.rollout.persisted",
            "",
            "1 while every rollout position is on disk; 0: a restart would lose one"),
    FEEDBACK(
            Group.CONTROL,
            Meter.Type.COUNTER,
            "understudy.feedback",
            "",
            "Feedback events taken; credit: whose answer or item the event is about; route `unknown`: of a pair that is not"
                    + " remembered here",
            Tag.ROUTE,
            Tag.EVENT,
            Tag.CREDIT),

    JVM_MEMORY_USED(Group.PROCESS, Meter.Type.GAUGE, "jvm.memory.used", "bytes", "Memory in use", Tag.AREA, Tag.POOL),
    JVM_MEMORY_COMMITTED(
            Group.PROCESS,
            Meter.Type.GAUGE,
            "jvm.memory.committed",
            "bytes",
            "Memory that the JVM has of the system",
            Tag.AREA,
            Tag.POOL),
    JVM_MEMORY_MAX(
            Group.PROCESS,
            Meter.Type.GAUGE,
            "jvm.memory.max",
            "bytes",
            "Memory there can be; -1: unlimited",
            Tag.AREA,
            Tag.POOL),
    JVM_BUFFER_COUNT(Group.PROCESS, Meter.Type.GAUGE, "jvm.buffer.count", "buffers", "The JDK's own buffers", Tag.POOL),
    JVM_BUFFER_MEMORY_USED(
            Group.PROCESS, Meter.Type.GAUGE, "jvm.buffer.memory.used", "bytes", "Memory of them", Tag.POOL),
    JVM_BUFFER_TOTAL_CAPACITY(
            Group.PROCESS, Meter.Type.GAUGE, "jvm.buffer.total.capacity", "bytes", "Capacity of them", Tag.POOL),
    SYSTEM_CPU_COUNT(Group.PROCESS, Meter.Type.GAUGE, "system.cpu.count", "", "Processors that the JVM sees"),
    SYSTEM_CPU_USAGE(Group.PROCESS, Meter.Type.GAUGE, "system.cpu.usage", "", "How busy the machine is, out of 1"),
    SYSTEM_LOAD_AVERAGE(
            Group.PROCESS,
            Meter.Type.GAUGE,
            "system.load.average.1m",
            "",
            "Threads that run or wait to, over a minute"),
    PROCESS_CPU_USAGE(
            Group.PROCESS, Meter.Type.GAUGE, "process.cpu.usage", "", "What this process takes of it, out of 1"),
    PROCESS_CPU_TIME(Group.PROCESS, Meter.Type.COUNTER, "process.cpu.time", "ns", "Processor time of this process"),
    PROCESS_FILES_OPEN(Group.PROCESS, Meter.Type.GAUGE, "process.files.open", "files", "File descriptors in use"),
    PROCESS_FILES_MAX(Group.PROCESS, Meter.Type.GAUGE, "process.files.max", "files", "File descriptors there can be"),
    PROCESS_UPTIME(Group.PROCESS, Meter.Type.GAUGE, "process.uptime", "seconds", "How long this process has run"),
    PROCESS_START_TIME(
            Group.PROCESS, Meter.Type.GAUGE, "process.start.time", "seconds", "When it began, since the epoch");

    private final Group group;
    private final Meter.Type kind;
    private final Buckets buckets;
    private final String meter;
    private final String unit;
    private final String about;

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<Tag> tags;

    Catalogue(Group group, Meter.Type kind, String meter, String unit, String about, Tag... tags) {
        this(group, kind, Buckets.NONE, meter, unit, about, tags);
    }

    /** A histogram of times. */
    Catalogue(Group group, Buckets buckets, String meter, String about, Tag... tags) {
        this(group, Meter.Type.TIMER, buckets, meter, "seconds", about, tags);
    }

    Catalogue(Group group, Meter.Type kind, Buckets buckets, String meter, String unit, String about, Tag... tags) {
        this.group = group;
        this.kind = kind;
        this.buckets = buckets;
        this.meter = meter;
        this.unit = unit;
        this.about = about;
        this.tags = List.of(tags);
    }

    public Group group() {
        return group;
    }

    public Meter.Type kind() {
        return kind;
    }

    /** As Micrometer knows it; Prometheus' name follows from it, the kind and the unit. */
    public String meter() {
        return meter;
    }

    /** Empty where things are counted. */
    public String unit() {
        return unit;
    }

    public String about() {
        return about;
    }

    public List<Tag> tags() {
        return tags;
    }

    /** A new counter: what is added to it is what the meter says. */
    public LongAdder counter(MeterRegistry registry, String... values) {
        LongAdder adder = new LongAdder();
        counter(registry, adder, LongAdder::doubleValue, values);
        return adder;
    }

    /** A counter that reads {@code of}, which it does not keep alive. */
    public <T> void counter(MeterRegistry registry, T of, ToDoubleFunction<T> count, String... values) {
        FunctionCounter.builder(meter, of, count)
                .description(about)
                .baseUnit(unit.isEmpty() ? null : unit)
                .tags(tags(Meter.Type.COUNTER, values))
                .register(registry);
    }

    /** A gauge that reads {@code of}, which it does not keep alive. */
    public <T> void gauge(MeterRegistry registry, T of, ToDoubleFunction<T> value, String... values) {
        Gauge.builder(meter, of, value)
                .description(about)
                .baseUnit(unit.isEmpty() ? null : unit)
                .tags(tags(Meter.Type.GAUGE, values))
                .register(registry);
    }

    /** A gauge whose rows come and go, each made by {@link #row}. */
    public MultiGauge rows(MeterRegistry registry) {
        return MultiGauge.builder(meter)
                .description(about)
                .baseUnit(unit.isEmpty() ? null : unit)
                .register(registry);
    }

    public Row<?> row(double value, String... values) {
        return Row.of(tags(Meter.Type.GAUGE, values), value);
    }

    /** A row that reads {@code of} whenever somebody looks. */
    public <T> Row<?> row(T of, ToDoubleFunction<T> value, String... values) {
        return Row.of(tags(Meter.Type.GAUGE, values), of, value);
    }

    public Timer timer(MeterRegistry registry, String... values) {
        return Timer.builder(meter)
                .description(about)
                .serviceLevelObjectives(buckets.durations())
                .tags(tags(Meter.Type.TIMER, values))
                .register(registry);
    }

    /** All of {@link Group#PROCESS}. */
    public static void bindProcess(MeterRegistry registry) {
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    private Tags tags(Meter.Type asked, String... values) {
        if (asked != kind) {
            throw new IllegalArgumentException(meter + ": " + asked + " (expected: " + kind + ")");
        }
        if (values.length != tags.size()) {
            throw new IllegalArgumentException(
                    meter + ": " + values.length + " values (expected: one for each of " + tags + ")");
        }
        Tags all = Tags.empty();
        for (int i = 0; i < values.length; i++) {
            Tag tag = tags.get(i);
            if (!tag.admits(values[i])) {
                throw new IllegalArgumentException(
                        meter + ": " + tag.key() + ": " + values[i] + " (expected: one of " + tag.values() + ")");
            }
            all = all.and(tag.key(), values[i]);
        }
        return all;
    }
}
