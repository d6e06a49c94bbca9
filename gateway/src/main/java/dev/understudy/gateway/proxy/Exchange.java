package dev.understudy.gateway.proxy;

import dev.understudy.config.Experiment;
import dev.understudy.config.UnitKind;
import dev.understudy.gateway.assign.Unit;
import dev.understudy.gateway.observe.ExchangeView;
import dev.understudy.gateway.pressure.Level;
import dev.understudy.gateway.pressure.PressureWatch;
import dev.understudy.gateway.route.Draw;
import dev.understudy.gateway.route.Plan;
import dev.understudy.gateway.trace.Trace;
import dev.understudy.gateway.trace.Tracer;
import dev.understudy.gateway.upstream.Ask;
import dev.understudy.gateway.upstream.Call;
import dev.understudy.gateway.upstream.Deadlines;
import dev.understudy.gateway.upstream.Upstream;
import dev.understudy.gateway.wire.Failure;
import dev.understudy.gateway.wire.RequestHead;
import dev.understudy.gateway.wire.TraceHeaders;
import dev.understudy.gateway.wire.WebSocketHandshake;
import dev.understudy.pair.DropCause;
import dev.understudy.pair.Leg.Role;
import dev.understudy.pair.Pair;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way: checked, routed, planned, asked, answered, joined, recorded. One event loop.
 *
 * <p>It is over for the client when its answer is out, and over for good when every leg is; then it is recorded, once.
 */
final class Exchange {
    private static final String FEEDBACK_PATH = "/_understudy/feedback";

    private final Worker worker;
    private final ClientStream client;
    private final ClientRequest request;
    private final String id;
    private final long epochMillis;
    private final long originNanos;
    private final Revision revision;
    private final List<LegTrace> legs = new ArrayList<>(2);

    private final Answer answer;
    private long neededNanos;
    private long ownNanos;
    private long overNanos;
    private @Nullable RouteRuntime route;
    private @Nullable Plan plan;
    private @Nullable Unit unit;
    private @Nullable Trace trace;
    private @Nullable Failure failure;
    private @Nullable RequestSink sink;
    private Pair.@Nullable Interleaving interleaving;
    private Level level = Level.CALM;
    private @Nullable WebSocketHandshake upgrade;
    private boolean holding;
    private boolean recorded;
    private boolean clientOver;
    private boolean ended;

    /** @param originNanos when the request's first byte arrived */
    Exchange(Worker worker, ClientStream client, RequestHead head, long originNanos) {
        this.worker = worker;
        this.client = client;
        this.request = new ClientRequest(head, worker.budget());
        this.originNanos = originNanos;
        this.epochMillis = worker.plane().clock().millis();
        this.id = worker.newId(epochMillis);
        this.revision = worker.plane().revision();
        this.answer = new Answer(client, id);
    }

    /** Steps 2 to 5 of a request's life. */
    void begin() {
        worker.begun(this);
        neededNanos = client.arrivedNanos();
        Tracer tracer = observers().tracer();
        if (tracer != null) {
            trace = tracer.trace(request.fields(), worker.coin());
        }
        boolean grpc = request.isGrpc() && client.carriesGrpc();
        if (grpc) {
            answer.speakGrpc();
        }
        Failure problem = request.isGrpc() && !grpc ? Failure.GRPC_NEEDS_HTTP2 : request.problem();
        if (problem != null) {
            reject(problem);
            return;
        }
        if (request.isForThisHop()) {
            answer.options();
            clientOver();
            return;
        }
        if (request.path().equals(FEEDBACK_PATH)) {
            holding = true;
            request.keep(Runs.HELD_BODY_MAX);
            sendContinue();
            return;
        }
        Optional<RouteRuntime> found = revision.find(request);
        if (found.isEmpty()) {
            reject(Failure.NO_ROUTE);
            return;
        }
        RouteRuntime matched = found.get();
        route = matched;
        PressureWatch pressure = worker.plane().pressure();
        level = pressure.level();
        if (level.shedsRequests()
                || pressure.isFull(worker.plane().meters().underWay().get())) {
            shed(matched);
            return;
        }
        if (matched.route().reveal()) {
            answer.reveal();
        }
        sendContinue();
        UnitKind kind = matched.entry().strategy().unitKind();
        if (request.hasBody()
                && !request.isGrpc()
                && (matched.route().experiment() instanceof Experiment.Interleave
                        || revision.units().needsBody(kind))) {
            holding = true;
            request.keep(Runs.keptToDecide(matched));
        } else {
            decide(matched);
        }
    }

    /** A piece of the request; taken. */
    void content(ByteBuf piece, boolean last) {
        if (upgrade != null) {
            piece.release();
            return;
        }
        if (holding && !request.kept().hasRoomFor(piece.readableBytes())) {
            letGo(false);
        }
        request.append(piece, last);
        if (holding) {
            piece.release();
            if (last) {
                letGo(true);
            }
        } else if (sink == null) {
            piece.release();
        } else {
            pass(sink, piece, last);
        }
    }

    /** A piece of what the client says in the protocol that was granted to it; taken. */
    void upgraded(ByteBuf piece, boolean last) {
        request.append(piece, last);
        if (sink == null) {
            piece.release();
            return;
        }
        sink.content(piece, last);
        if (!last && !sink.isWritable()) {
            client.pauseReading();
        }
    }

    /** The client has ended what was granted to it. */
    void hungUp() {
        if (sink != null) {
            sink.hangUp();
        }
        answer.drop();
        clientOver();
    }

    void requestBatchEnded() {
        if (sink != null) {
            sink.requestBatchEnded();
        }
    }

    /** The rest of the request will not come, or made no sense. */
    void requestBroken(Failure why) {
        failed(why);
        cancelAll(Failure.CLIENT_CLOSED);
        answer.fail(why, true);
        clientOver();
    }

    void clientGone() {
        failed(Failure.CLIENT_CLOSED);
        answer.drop();
        cancelAll(Failure.CLIENT_CLOSED);
        clientOver();
    }

    /** The answer is out, and the rest of the request will not come: what waited for it need not be asked. */
    void requestGivenUp() {
        cancelAll(Failure.CLIENT_CLOSED);
        legOver();
    }

    void clientWritable() {
        if (sink != null) {
            sink.clientWritable();
        }
    }

    /** This process stops: what is still open ends as it stands. */
    void abandon() {
        giveUp(Failure.SHUTDOWN);
    }

    /** A bug of ours came up on the way: nobody knows what it left undone. */
    void confused() {
        failed(Failure.INTERNAL);
        giveUp(Failure.INTERNAL);
    }

    private void giveUp(Failure why) {
        cancelAll(why);
        if (!answer.isOver()) {
            answer.fail(why, true);
        }
        clientOver();
    }

    /** From the parts of a plan: more of the request can be taken. */
    void requestWritable() {
        client.resumeReading();
    }

    /** From the parts of a plan: the client's answer is out, whole or not. */
    void clientOver() {
        boolean first = !clientOver;
        if (first) {
            clientOver = true;
            overNanos = System.nanoTime();
            if (route != null && plan != null) {
                route.counters().answered(answer.served(), status(), overNanos - originNanos);
                route.counters().passed(request.kept().length(), answer.bytes());
                if (ownNanos > 0) {
                    route.counters().own(ownNanos);
                }
            }
        }
        Consumer<ExchangeView> accessLog = observers().accessLog();
        if (first && accessLog != null) {
            accessLog.accept(Views.of(this));
        }
        legOver();
    }

    /** From the parts of a plan: this call's answer went out as it came, so that what we added to it can be told. */
    void passedOn(Call call) {
        long before = call.times().startNanos() - neededNanos;
        long after = answer.outNanos() - call.times().firstByteNanos();
        ownNanos = Math.max(1, Math.max(0, before) + Math.max(0, after));
    }

    /** From the parts of a plan: a leg ended. When it was the last, the pair is joined. */
    void legOver() {
        if (clientOver && !ended && areLegsOver()) {
            ended = true;
            try {
                if (route != null && plan != null) {
                    worker.plane().recorder().record(this, route, plan);
                }
                Consumer<ExchangeView> spans = observers().spans();
                if (spans != null && trace != null && trace.own().sampled()) {
                    spans.accept(Views.of(this));
                }
            } finally {
                request.kept().release();
                for (LegTrace leg : legs) {
                    leg.over();
                }
                worker.ended(this);
            }
        }
    }

    private boolean areLegsOver() {
        for (int i = 0; i < legs.size(); i++) {
            if (!legs.get(i).isOver()) {
                return false;
            }
        }
        return true;
    }

    private void decide(RouteRuntime matched) {
        UnitKind kind = matched.entry().strategy().unitKind();
        Optional<Unit> key = revision.units().find(kind == UnitKind.REQUEST ? UnitKind.USER : kind, request);
        unit = key.orElse(null);
        long sample = matched.entry().sample(id);
        Plan chosen = matched.entry().strategy().plan(new Draw(id, kind == UnitKind.REQUEST ? null : unit, sample));
        recorded = matched.isEligible() && matched.entry().recorded(sample);
        if (recorded && level.shedsBodies()) {
            worker.plane().pressure().shed(Level.BODIES);
        }
        upgrade = request.upgrade().orElse(null);
        chosen = upgrade == null ? Planning.shared(this, matched, chosen) : Planning.alone(this, chosen);
        plan = chosen;
        if (matched.isEligible()) {
            matched.counters().eligible();
        }
        matched.counters().assigned(chosen.assigned());
        run(matched, chosen);
    }

    private void run(RouteRuntime matched, Plan chosen) {
        RequestSink made = Runs.of(this, matched, chosen);
        sink = made;
        made.start();
    }

    /** There is no time for it: told to come back, and counted where it would have been recorded. */
    private void shed(RouteRuntime matched) {
        worker.plane().pressure().shed(Level.REQUESTS);
        if (matched.isEligible()) {
            matched.counters().eligible();
            matched.counters().dropped(DropCause.SHED);
        }
        reject(Failure.PRESSURE);
    }

    /** Decides with what was held back, and sends it on. */
    private void letGo(boolean last) {
        holding = false;
        neededNanos = client.arrivedNanos();
        RouteRuntime matched = route;
        if (matched == null) {
            feedback(last);
            return;
        }
        decide(matched);
        if (sink != null) {
            pass(sink, Unpooled.wrappedBuffer(request.kept().bytes()), last);
        }
    }

    private void pass(RequestSink receiver, ByteBuf piece, boolean last) {
        receiver.content(piece, last);
        if (last) {
            receiver.requestComplete();
        } else if (!receiver.isWritable()) {
            client.pauseReading();
        }
    }

    private void feedback(boolean complete) {
        if (!complete) {
            reject(Failure.BODY_TOO_LARGE);
            return;
        }
        FeedbackPort.Reply reply = request.method().equals("POST")
                ? worker.plane().feedback().accept(request.kept().bytes())
                : FeedbackPort.Reply.METHOD_NOT_ALLOWED;
        answer.reply(reply);
        clientOver();
    }

    private void reject(Failure why) {
        failed(why);
        boolean nextUnknown = (why != Failure.NO_ROUTE && why != Failure.PRESSURE) || request.expectsContinue();
        holding = false;
        answer.fail(why, nextUnknown);
        clientOver();
    }

    private void cancelAll(Failure why) {
        if (sink != null) {
            sink.cancel(why);
        }
        for (LegTrace leg : legs) {
            leg.cancel(why);
        }
    }

    private void sendContinue() {
        if (request.expectsContinue()) {
            client.sendContinue();
        }
    }

    /** How long a model may take: no longer than the client waits. */
    Deadlines deadlines(Upstream upstream) {
        return upstream.deadlines().within(request.patienceNanos());
    }

    /** What the client wants to know, for the model of this leg. */
    Ask ask(LegTrace leg, boolean plain) {
        Ask asked = request.ask(client, plain);
        Ask ask = upgrade == null ? asked : asked.upgrading(upgrade);
        TraceHeaders headers = traceHeaders(leg);
        return headers == null ? ask : ask.withTrace(headers);
    }

    private @Nullable TraceHeaders traceHeaders(LegTrace leg) {
        Trace known = trace;
        if (known == null) {
            return leg.isCopy() ? Tracer.ofCopy(request.fields(), worker.coin()) : null;
        }
        leg.span(Tracer.id(worker.coin()));
        return leg.isCopy() ? known.shadowHeaders(leg.span()) : known.headers(leg.span());
    }

    /** From the parts of a plan: this is what the client has to be told. */
    void failed(Failure why) {
        failure = why;
        worker.plane().meters().failure(why);
    }

    /** From the parts of a plan: another model is asked in place of the one that failed. */
    void recovered() {
        failure = null;
    }

    private Observers observers() {
        return worker.plane().observers();
    }

    /** The model that serves today on this request's route. */
    String legacy() {
        return Objects.requireNonNull(route).route().experiment().legacy();
    }

    LegTrace leg(Role role, String model, int bodyMax) {
        LegTrace leg = new LegTrace(
                role,
                model,
                request.path(),
                revision.config().model(model).price().orElse(null),
                bodyMax,
                worker.budget());
        legs.add(leg);
        return leg;
    }

    /** How much of a body is worth keeping for the record: nothing of what only a WebSocket's ends understand. */
    int bodyKept() {
        return recorded && route != null && upgrade == null && !level.shedsBodies() ? route.recordedBodyMax() : 0;
    }

    ClientStream client() {
        return client;
    }

    /** What the client was told, or would have been. */
    int status() {
        return answer.status() == 0 ? Failure.CLIENT_CLOSED.status() : answer.status();
    }

    /** Null when nothing failed; where legacy stepped in nothing did. */
    @Nullable
    Failure failure() {
        return failure;
    }

    /** What was under pressure when it came. */
    Level level() {
        return level;
    }

    @Nullable
    Trace trace() {
        return trace;
    }

    @Nullable
    RouteRuntime route() {
        return route;
    }

    @Nullable
    Plan plan() {
        return plan;
    }

    long durationNanos() {
        return overNanos - originNanos;
    }

    long ownNanos() {
        return ownNanos;
    }

    Worker worker() {
        return worker;
    }

    Revision revision() {
        return revision;
    }

    Answer answer() {
        return answer;
    }

    boolean isRecorded() {
        return recorded;
    }

    ClientRequest request() {
        return request;
    }

    String id() {
        return id;
    }

    long epochMillis() {
        return epochMillis;
    }

    long originNanos() {
        return originNanos;
    }

    Optional<Unit> unit() {
        return Optional.ofNullable(unit);
    }

    List<LegTrace> legs() {
        return legs;
    }

    void interleaved(Pair.Interleaving mix) {
        interleaving = mix;
    }

    Pair.@Nullable Interleaving interleaving() {
        return interleaving;
    }
}
