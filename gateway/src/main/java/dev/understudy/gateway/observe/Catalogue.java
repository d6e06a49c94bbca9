package dev.understudy.gateway.observe;

import static dev.understudy.gateway.observe.Signature.counterOf;
import static dev.understudy.gateway.observe.Signature.gaugeOf;
import static dev.understudy.gateway.observe.Signature.timerOf;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

/**
 * Every meter there is: its name, kind, unit, tags and meaning. Registered here and nowhere else, with the values of its
 * tags in the order in which they stand here.
 */
public enum Catalogue {
    REQUESTS(
            Group.TRAFFIC,
            counterOf("understudy.requests", Tag.ROUTE, Tag.SERVED, Tag.STATUS_CLASS),
            "Answers by the model that served and by class of status"),
    REQUEST_DURATION(
            Group.TRAFFIC,
            timerOf("understudy.request.duration", Buckets.WAITS, Tag.ROUTE),
            "From a request's first byte to its answer's last"),
    OWN_DURATION(
            Group.TRAFFIC,
            timerOf("understudy.own.duration", Buckets.OWN, Tag.ROUTE),
            "What the gateway itself added: from the arrival of what the decision needed (the head, or the body where that"
                    + " is looked into) to the call's beginning, plus from the first byte of the model's answer to its"
                    + " handing to the client's socket. Connecting to the model is not in it. Answers that were mixed or"
                    + " fell back are left out"),
    REQUEST_BODY(
            Group.TRAFFIC,
            counterOf("understudy.request.body", "bytes", Tag.ROUTE),
            "Bytes of the bodies that clients sent"),
    RESPONSE_BODY(
            Group.TRAFFIC,
            counterOf("understudy.response.body", "bytes", Tag.ROUTE),
            "Bytes of the bodies that went to clients"),
    FAILURES(
            Group.TRAFFIC,
            counterOf("understudy.failures", Tag.FAILURE, Tag.BLAME, Tag.STATUS),
            "What went wrong with requests, and whose fault it was"),
    CONNECTIONS(Group.TRAFFIC, gaugeOf("understudy.connections"), "Clients' connections that are open"),
    CONNECTIONS_REFUSED(
            Group.TRAFFIC,
            counterOf("understudy.connections.refused", Tag.CONNECTION_REFUSAL),
            "Client connections closed at once: which limit was reached, or that this process was stopping"),
    WEB_SOCKETS(
            Group.TRAFFIC,
            gaugeOf("understudy.websockets"),
            "Those of the clients' connections that have become WebSockets"),
    HTTP2_CONNECTIONS(
            Group.TRAFFIC,
            gaugeOf("understudy.http2.connections"),
            "Those of the clients' connections that speak HTTP/2"),
    HTTP2_CONNECTIONS_CUT(
            Group.TRAFFIC,
            counterOf("understudy.http2.connections.cut", Tag.HTTP2_CUT),
            "HTTP/2 connections that we ended: the client kept us busy with nothing, broke the rules, or was too slow"),
    HTTP2_STREAMS_REFUSED(
            Group.TRAFFIC,
            counterOf("understudy.http2.streams.refused", Tag.HTTP2_REFUSAL),
            "Streams that we reset: which limit was reached, or that the request was malformed or its answer not read"),
    TLS_HANDSHAKES(
            Group.TRAFFIC,
            counterOf("understudy.tls.handshakes", Tag.HANDSHAKE_END),
            "How TLS handshakes with clients ended"),
    TLS_CERTIFICATE_EXPIRY(
            Group.TRAFFIC,
            gaugeOf("understudy.tls.certificate.expiry", "seconds"),
            "When the certificate expires that clients are shown, counted from 1970; only with TLS"),
    TLS_RELOADS_REFUSED(
            Group.TRAFFIC,
            counterOf("understudy.tls.reloads.refused"),
            "Changed TLS files that could not be taken over, so that the former certificate goes on"),
    IN_FLIGHT(Group.TRAFFIC, gaugeOf("understudy.in.flight"), "Requests under way, copies included"),

    LEGS(
            Group.LEGS,
            counterOf("understudy.legs", Tag.ROUTE, Tag.MODEL, Tag.ROLE, Tag.OUTCOME),
            "Legs by model, role and outcome"),
    LEG_FAILURES(
            Group.LEGS,
            counterOf("understudy.leg.failures", Tag.ROUTE, Tag.MODEL, Tag.ROLE, Tag.FAILURE, Tag.BLAME),
            "Legs that did not end well or were not asked, by cause: copies too, so this says what shadowing drops and why"),
    LEG_DURATION(
            Group.LEGS,
            timerOf("understudy.leg.duration", Buckets.WAITS, Tag.ROUTE, Tag.MODEL, Tag.ROLE),
            "From sending a leg's request to its answer's last byte"),
    LEG_BYTES(
            Group.LEGS,
            counterOf("understudy.leg.response", "bytes", Tag.ROUTE, Tag.MODEL, Tag.ROLE),
            "Bytes of the bodies that models answered with"),

    BODIES_REWRITTEN(
            Group.LEGS,
            counterOf("understudy.leg.bodies", Tag.ROUTE, Tag.MODEL, Tag.ROLE, Tag.REWRITE_RESULT),
            "Bodies of requests to models with rewrite.setBody: rewritten, or unchanged since they were no JSON or had no"
                    + " such place"),

    STREAMS_UNREAD(
            Group.LLM,
            counterOf("understudy.streams.unread", Tag.ROUTE, Tag.MODEL, Tag.ROLE, Tag.UNREAD),
            "Streams of events that passed unread, so that their first content and their tokens are not known: compressed in a way"
                    + " that is not read, such as br and zstd, or damaged, or grown beyond measure"),
    TOKENS(
            Group.LLM,
            counterOf("understudy.llm.tokens", Tag.ROUTE, Tag.MODEL, Tag.ROLE, Tag.TOKENS, Tag.TOKEN_SOURCE),
            "Tokens that models used: as they said themselves, of all traffic; or as counted here where they did not, of"
                    + " recorded answers alone. Cached input is part of input, reasoning of output"),
    COST(
            Group.LLM,
            counterOf("understudy.llm.cost", Tag.ROUTE, Tag.MODEL, Tag.ROLE, Tag.CURRENCY, Tag.TOKEN_SOURCE),
            "What those tokens cost by the model's price, in its currency"),
    FIRST_TOKEN(
            Group.LLM,
            timerOf("understudy.llm.first.token", Buckets.WAITS, Tag.ROUTE, Tag.MODEL, Tag.ROLE),
            "From sending a leg's request to the first content of its stream; keep-alives are none"),
    TIME_PER_TOKEN(
            Group.LLM,
            timerOf("understudy.llm.time.per.token", Buckets.WAITS, Tag.ROUTE, Tag.MODEL, Tag.ROLE),
            "From the first content of a stream to its last, over its output tokens but one; over the events between"
                    + " where the model does not say how many tokens there were"),
    SHADOW_BUDGET_SPENT(
            Group.LLM,
            gaugeOf("understudy.shadow.budget.spent", Tag.ROUTE, Tag.BUDGET),
            "What the route's copies have used since midnight, by UTC, where they have a budget"),
    SHADOW_BUDGET_LEFT(
            Group.LLM,
            gaugeOf("understudy.shadow.budget.left", Tag.ROUTE, Tag.BUDGET),
            "What they may still use today; with 0 no more are sent"),

    ELIGIBLE(Group.SPLIT, counterOf("understudy.eligible", Tag.ROUTE), "Requests that would be recorded if all were"),
    RECORDS(
            Group.SPLIT,
            counterOf("understudy.records", Tag.ROUTE, Tag.RECORD_RESULT),
            "Eligible requests by result: recorded, or why not"),
    ASSIGNED(Group.SPLIT, counterOf("understudy.assigned", Tag.ROUTE, Tag.MODEL), "Requests by assigned model"),
    INTERLEAVED(
            Group.SPLIT,
            counterOf("understudy.interleaved", Tag.ROUTE, Tag.MIX_RESULT),
            "Answers that were to be mixed: mixed, or why legacy's own went out"),
    CONFIGURED_SHARE(
            Group.SPLIT,
            gaugeOf("understudy.configured.share", Tag.ROUTE, Tag.MODEL),
            "Each arm's share of a route's units, out of 1, at the present step"),
    OBSERVED_SHARE(
            Group.SPLIT,
            gaugeOf("understudy.observed.share", Tag.ROUTE, Tag.MODEL),
            "Each arm's share of the requests that were assigned since the configured shares last changed, out of 1"),
    SPLIT_MISMATCH(
            Group.SPLIT,
            gaugeOf("understudy.split.mismatch", Tag.ROUTE),
            "1 while the assigned arms contradict the configured shares: the data cannot be trusted"),
    ROUTE_SILENT(
            Group.SPLIT,
            gaugeOf("understudy.route.silent", Tag.ROUTE),
            "1 while a route with an experiment has seen no request since its shares last changed"),

    MODEL_IN_FLIGHT(
            Group.MODELS, gaugeOf("understudy.model.in.flight", Tag.MODEL, Tag.LANE), "Requests under way at a model"),
    MODEL_BREAKER_OPEN(
            Group.MODELS,
            gaugeOf("understudy.model.breaker.open", Tag.MODEL, Tag.LANE),
            "1 while a model is not asked, since it kept failing"),
    MODEL_BREAKER_STATE(
            Group.MODELS,
            gaugeOf("understudy.model.breaker.state", Tag.MODEL, Tag.LANE, Tag.BREAKER_STATE),
            "1 for the state that a model's breaker is in"),
    MODEL_FAILURE_PERCENT(
            Group.MODELS,
            gaugeOf("understudy.model.failure.percent", Tag.MODEL, Tag.LANE),
            "Failed calls of the last ones, as the breaker counts them; none while there were too few to tell"),
    MODEL_PLACES(
            Group.MODELS,
            gaugeOf("understudy.model.places", Tag.MODEL, Tag.LANE),
            "Requests that may be under way at a model"),
    MODEL_CALLS(
            Group.MODELS,
            counterOf("understudy.model.calls", Tag.MODEL, Tag.LANE),
            "Calls that got a place, each once however often it was tried"),
    MODEL_REFUSED(
            Group.MODELS,
            counterOf("understudy.model.refused", Tag.MODEL, Tag.LANE, Tag.NOT_CALLED),
            "Calls that were not made: no place, an open breaker, or a copy while the model asked to be left alone"),
    MODEL_RETRIES(
            Group.MODELS,
            counterOf("understudy.model.retries", Tag.MODEL, Tag.LANE, Tag.RETRY_RESULT),
            "Attempts beyond a call's first: made, or refused since the budget was used up"),
    MODEL_ENDPOINTS(
            Group.MODELS,
            gaugeOf("understudy.model.endpoints", Tag.MODEL, Tag.ENDPOINT_STATE),
            "A model's endpoints, each address of a name for itself, by state"),
    MODEL_LEFT_OUT(
            Group.MODELS,
            counterOf("understudy.model.left.out", Tag.MODEL, Tag.LEFT_OUT),
            "How often one of a model's endpoints came to be left out: it kept failing, did not pass its checks, or asked to be"
                    + " left alone. In a panic it is asked all the same"),
    MODEL_PANIC(
            Group.MODELS,
            gaugeOf("understudy.model.panic", Tag.MODEL),
            "1 while so few endpoints are usable that all are used"),
    MODEL_ENDPOINT_IN_FLIGHT(
            Group.MODELS,
            gaugeOf("understudy.model.endpoint.in.flight", Tag.MODEL, Tag.ENDPOINT),
            "Requests under way at one of several endpoints; the first 32 of a model"),
    MODEL_ENDPOINT_LATENCY(
            Group.MODELS,
            gaugeOf("understudy.model.endpoint.latency", "seconds", Tag.MODEL, Tag.ENDPOINT),
            "What one of several endpoints takes to begin its answers, as the choice among them weighs it; the first 32 of"
                    + " a model"),

    PRESSURE_LEVEL(
            Group.PRESSURE,
            gaugeOf("understudy.pressure.level"),
            "How much is given up: 0 nothing, 1 shadows, 2 recorded bodies too, 3 interleaving too, 4 new requests too"),
    PRESSURE_FILL(
            Group.PRESSURE,
            gaugeOf("understudy.pressure.fill", Tag.SIGNAL),
            "What was measured last, as a part of its limit: 1 is full"),
    PRESSURE_SHED(
            Group.PRESSURE,
            counterOf("understudy.pressure.shed", Tag.SHED),
            "What was given up: copies, records' bodies, mixed answers, requests"),
    LOOP_LAG(
            Group.PRESSURE,
            gaugeOf("understudy.loop.lag", "seconds"),
            "How late the latest event loop came to its work"),
    DIRECT_MEMORY(Group.PRESSURE, gaugeOf("understudy.direct.memory", "bytes"), "Memory of buffers outside the heap"),
    BODIES_HELD(
            Group.PRESSURE,
            gaugeOf("understudy.bodies.held", "bytes"),
            "Memory of bodies that are kept for copies, fallback, mixing and records not yet joined"),

    SINK_UP(Group.SINK, gaugeOf("understudy.sink.up"), "1 while records are taken"),
    SINK_QUEUED_RECORDS(Group.SINK, gaugeOf("understudy.sink.queued.records"), "Records taken and not yet written"),
    SINK_QUEUED_BYTES(Group.SINK, gaugeOf("understudy.sink.queued.bytes", "bytes"), "Bytes of their bodies"),
    SINK_WRITTEN(Group.SINK, counterOf("understudy.sink.written"), "Records written"),
    SINK_LOST(
            Group.SINK,
            counterOf("understudy.sink.lost", Tag.LOSS),
            "Records taken by the log and gone all the same, by cause"),
    SINK_TORN(
            Group.SINK,
            counterOf("understudy.sink.torn"),
            "Last lines that were half written when a process died, found and left out"),

    ACCESS_LOG_LINES(
            Group.TOLD,
            counterOf("understudy.access.log.lines", Tag.LINE_RESULT),
            "Lines of the access log: written, dropped since too many waited, or failed to be written"),
    SPANS(
            Group.TOLD,
            counterOf("understudy.spans", Tag.SPAN_RESULT),
            "Spans of sampled requests: sent, dropped since too many waited, or failed to be sent"),

    CONFIG_GOOD(
            Group.CONTROL,
            gaugeOf("understudy.config.good"),
            "1 while the file is what serves; 0: the file was refused, and the last good one serves"),
    CONFIG_LOADED_TIME(
            Group.CONTROL,
            gaugeOf("understudy.config.loaded.time", "seconds"),
            "When what serves was loaded, since the epoch"),
    ROLLOUT_FAILURES(
            Group.CONTROL, counterOf("understudy.rollout.failures"), "Failed reads and writes of rollout positions"),
    ROLLOUT_PERSISTED(
            Group.CONTROL,
            gaugeOf("understudy.rollout.persisted"),
            "1 while every rollout position is on disk; 0: a restart would lose one"),
    FEEDBACK(
            Group.CONTROL,
            counterOf("understudy.feedback", Tag.ROUTE, Tag.EVENT, Tag.CREDIT),
            "Feedback events taken; credit: whose answer or item the event is about; route `unknown`: of a pair that is not"
                    + " remembered here"),

    JVM_MEMORY_USED(Group.PROCESS, gaugeOf("jvm.memory.used", "bytes", Tag.AREA, Tag.POOL), "Memory in use"),
    JVM_MEMORY_COMMITTED(
            Group.PROCESS,
            gaugeOf("jvm.memory.committed", "bytes", Tag.AREA, Tag.POOL),
            "Memory that the JVM has of the system"),
    JVM_MEMORY_MAX(
            Group.PROCESS,
            gaugeOf("jvm.memory.max", "bytes", Tag.AREA, Tag.POOL),
            "Memory there can be; -1: unlimited"),
    JVM_BUFFER_COUNT(Group.PROCESS, gaugeOf("jvm.buffer.count", "buffers", Tag.POOL), "The JDK's own buffers"),
    JVM_BUFFER_MEMORY_USED(Group.PROCESS, gaugeOf("jvm.buffer.memory.used", "bytes", Tag.POOL), "Memory of them"),
    JVM_BUFFER_TOTAL_CAPACITY(
            Group.PROCESS, gaugeOf("jvm.buffer.total.capacity", "bytes", Tag.POOL), "Capacity of them"),
    SYSTEM_CPU_COUNT(Group.PROCESS, gaugeOf("system.cpu.count"), "Processors that the JVM sees"),
    SYSTEM_CPU_USAGE(Group.PROCESS, gaugeOf("system.cpu.usage"), "How busy the machine is, out of 1"),
    SYSTEM_LOAD_AVERAGE(Group.PROCESS, gaugeOf("system.load.average.1m"), "Threads that run or wait to, over a minute"),
    PROCESS_CPU_USAGE(Group.PROCESS, gaugeOf("process.cpu.usage"), "What this process takes of it, out of 1"),
    PROCESS_CPU_TIME(Group.PROCESS, counterOf("process.cpu.time", "ns"), "Processor time of this process"),
    PROCESS_FILES_OPEN(Group.PROCESS, gaugeOf("process.files.open", "files"), "File descriptors in use"),
    PROCESS_FILES_MAX(Group.PROCESS, gaugeOf("process.files.max", "files"), "File descriptors there can be"),
    PROCESS_UPTIME(Group.PROCESS, gaugeOf("process.uptime", "seconds"), "How long this process has run"),
    PROCESS_START_TIME(Group.PROCESS, gaugeOf("process.start.time", "seconds"), "When it began, since the epoch");

    private final Group group;

    @SuppressWarnings("ImmutableEnumChecker") // a record of what cannot change
    private final Signature signature;

    private final String about;

    Catalogue(Group group, Signature signature, String about) {
        this.group = group;
        this.signature = signature;
        this.about = about;
    }

    public Group group() {
        return group;
    }

    Signature signature() {
        return signature;
    }

    public String about() {
        return about;
    }

    /** A new counter: what is added to it is what the meter says. */
    public LongAdder counter(MeterRegistry registry, String... values) {
        LongAdder adder = new LongAdder();
        counter(registry, adder, LongAdder::doubleValue, values);
        return adder;
    }

    /** A counter that reads {@code of}, which it does not keep alive. */
    public <T> void counter(MeterRegistry registry, T of, ToDoubleFunction<T> count, String... values) {
        FunctionCounter.builder(signature.name(), of, count)
                .description(about)
                .baseUnit(signature.baseUnit())
                .tags(signature.tagged(Meter.Type.COUNTER, values))
                .register(registry);
    }

    /** A gauge that reads {@code of}, which it does not keep alive. */
    public <T> void gauge(MeterRegistry registry, T of, ToDoubleFunction<T> value, String... values) {
        Gauge.builder(signature.name(), of, value)
                .description(about)
                .baseUnit(signature.baseUnit())
                .tags(signature.tagged(Meter.Type.GAUGE, values))
                .register(registry);
    }

    /** A gauge whose rows come and go, each made by {@link #row}. */
    public MultiGauge rows(MeterRegistry registry) {
        return MultiGauge.builder(signature.name())
                .description(about)
                .baseUnit(signature.baseUnit())
                .register(registry);
    }

    public Row<?> row(double value, String... values) {
        return Row.of(signature.tagged(Meter.Type.GAUGE, values), value);
    }

    /** A row that reads {@code of} whenever somebody looks. */
    public <T> Row<?> row(T of, ToDoubleFunction<T> value, String... values) {
        return Row.of(signature.tagged(Meter.Type.GAUGE, values), of, value);
    }

    public Timer timer(MeterRegistry registry, String... values) {
        return Timer.builder(signature.name())
                .description(about)
                .serviceLevelObjectives(signature.buckets().durations())
                .tags(signature.tagged(Meter.Type.TIMER, values))
                .register(registry);
    }

    /** All of {@link Group#PROCESS}. */
    public static void bindProcess(MeterRegistry registry) {
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }
}
