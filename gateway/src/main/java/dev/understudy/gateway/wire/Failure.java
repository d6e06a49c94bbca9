package dev.understudy.gateway.wire;

import static dev.understudy.pair.Leg.Outcome.CANCELLED;
import static dev.understudy.pair.Leg.Outcome.ERROR;
import static dev.understudy.pair.Leg.Outcome.SHED;
import static dev.understudy.pair.Leg.Outcome.SKIPPED;
import static dev.understudy.pair.Leg.Outcome.TIMEOUT;
import static dev.understudy.pair.Leg.Outcome.TOO_LARGE;

import dev.understudy.config.Fallback;
import dev.understudy.config.Selection;
import dev.understudy.pair.Leg.Outcome;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that can go wrong with a request. The constant alone decides status, blame, metric and record. */
public enum Failure {
    MALFORMED_REQUEST(400, Blame.CLIENT, ERROR, "malformedRequest", "The request is not well-formed HTTP/1.1."),
    NO_ROUTE(404, Blame.CLIENT, ERROR, "noRoute", "No route takes this request."),
    METHOD_NOT_ALLOWED(405, Blame.CLIENT, ERROR, "methodNotAllowed", "This method is not proxied."),
    REQUEST_TIMEOUT(408, Blame.CLIENT, ERROR, "requestTimeout", "The request did not arrive in time."),
    BODY_TOO_LARGE(413, Blame.CLIENT, ERROR, "bodyTooLarge", "The request's body is too large."),
    TARGET_TOO_LONG(414, Blame.CLIENT, ERROR, "targetTooLong", "The request line is too long."),
    EXPECTATION_FAILED(417, Blame.CLIENT, ERROR, "expectationFailed", "Only 100-continue can be expected."),
    HEAD_TOO_LARGE(431, Blame.CLIENT, ERROR, "headTooLarge", "The request's headers are too large."),
    CLIENT_CLOSED(499, Blame.CLIENT, CANCELLED, "client", "The client left."),
    METHOD_NOT_IMPLEMENTED(501, Blame.CLIENT, ERROR, "methodNotImplemented", "This method is not implemented."),
    CODING_NOT_IMPLEMENTED(501, Blame.CLIENT, ERROR, "codingNotImplemented", "Only chunked is a transfer coding here."),
    GRPC_NEEDS_HTTP2(505, Blame.CLIENT, ERROR, "grpcNeedsHttp2", "gRPC is spoken over HTTP/2 alone."),
    VERSION_NOT_SUPPORTED(505, Blame.CLIENT, ERROR, "versionNotSupported", "Only HTTP/1.1 and HTTP/1.0 are spoken."),

    INTERNAL(500, Blame.GATEWAY, ERROR, "internal", "Something went wrong here."),
    REJECTED(503, Blame.GATEWAY, SKIPPED, "rejected", "The request was rejected."),
    SHUTDOWN(503, Blame.GATEWAY, CANCELLED, "shutdown", "This instance is stopping."),
    SHED_IN_FLIGHT(503, Blame.GATEWAY, SHED, "inFlight", "Too many requests are under way."),
    PRESSURE(503, Blame.GATEWAY, SHED, "pressure", "There is too much to do here."),
    OVER_BUDGET(503, Blame.GATEWAY, SHED, "budget", "The route's copies are over their budget."),
    COPY_TOO_LARGE(503, Blame.GATEWAY, TOO_LARGE, "maxBody", "The request's body is too large to be copied."),
    STREAMED_REQUEST(503, Blame.GATEWAY, SKIPPED, "streamedRequest", "Requests that are streams are not copied."),
    MODEL_WITHOUT_GRPC(
            502, Blame.GATEWAY, ERROR, "modelWithoutGrpc", "The model is not called in a way that gRPC needs."),
    NOT_MIRRORED(503, Blame.GATEWAY, SKIPPED, "notMirrored", "Requests of this kind are not copied."),
    WEB_SOCKET(503, Blame.GATEWAY, SKIPPED, "webSocket", "WebSocket connections are not copied."),
    STATEFUL_PATH(503, Blame.GATEWAY, SKIPPED, "statefulPath", "Requests for what a model keeps are not copied."),
    STATE_KEPT(503, Blame.GATEWAY, SKIPPED, "stateKept", "Requests that a model keeps something of are not copied."),
    SERVER_TOOLS(503, Blame.GATEWAY, SKIPPED, "serverTools", "Requests that let a model run tools are not copied."),
    OPTED_OUT(503, Blame.GATEWAY, SKIPPED, "optedOut", "The client asked not to be copied."),

    BREAKER_OPEN(503, Blame.MODEL, SHED, "breakerOpen", "The model is not asked for a while, since it kept failing."),
    BACK_OFF(503, Blame.MODEL, SHED, "backOff", "The model asked not to be asked for a while."),
    DNS(502, Blame.MODEL, ERROR, "dns", "The model's name cannot be resolved."),
    CONNECT_REFUSED(502, Blame.MODEL, ERROR, "connect", "The model cannot be reached."),
    CONNECT_TIMEOUT(504, Blame.MODEL, TIMEOUT, "connect", "The model cannot be reached in time."),
    TLS(502, Blame.MODEL, ERROR, "tls", "The model cannot be reached safely."),
    NO_HTTP2(502, Blame.MODEL, ERROR, "noHttp2", "The model does not speak HTTP/2."),
    REFUSED(502, Blame.MODEL, ERROR, "refused", "The model did not take the request."),
    RESET(502, Blame.MODEL, ERROR, "reset", "The model broke the connection."),
    BAD_RESPONSE(502, Blame.MODEL, ERROR, "badResponse", "The model's answer is not well-formed HTTP."),
    FIRST_BYTE_TIMEOUT(504, Blame.MODEL, TIMEOUT, "firstByte", "The model did not begin to answer in time."),
    FIRST_TOKEN_TIMEOUT(504, Blame.MODEL, TIMEOUT, "firstToken", "The model did not begin with its content in time."),
    IDLE_TIMEOUT(504, Blame.MODEL, TIMEOUT, "idle", "The model stopped in its answer."),
    TOTAL_TIMEOUT(504, Blame.MODEL, TIMEOUT, "total", "The model did not finish in time."),
    STATUS_5XX(502, Blame.MODEL, ERROR, "status5xx", "The model failed."),
    STREAM_ERROR(502, Blame.MODEL, ERROR, "streamError", "The model's stream said that it failed."),
    SLOW_SHADOW(504, Blame.MODEL, TIMEOUT, "slow", "The copy took longer than its route allows.");

    private static final Optional<Selection.Retry.Cause> CONNECT_ERROR =
            Optional.of(Selection.Retry.Cause.CONNECT_ERROR);
    private static final Optional<Selection.Retry.Cause> BROKEN = Optional.of(Selection.Retry.Cause.RESET);
    private static final Optional<Selection.Retry.Cause> SILENT = Optional.of(Selection.Retry.Cause.FIRST_BYTE_TIMEOUT);

    /** The endpoint did not look at the request. */
    private static final Set<Failure> UNASKED =
            EnumSet.of(DNS, CONNECT_REFUSED, CONNECT_TIMEOUT, TLS, NO_HTTP2, REFUSED);

    /** Whose fault it was. */
    public enum Blame {
        CLIENT,
        GATEWAY,
        MODEL
    }

    private final int status;
    private final Blame blame;
    private final Outcome outcome;
    private final String cause;
    private final String explanation;

    Failure(int status, Blame blame, Outcome outcome, String cause, String explanation) {
        this.status = status;
        this.blame = blame;
        this.outcome = outcome;
        this.cause = cause;
        this.explanation = explanation;
    }

    /** What the client gets, if nothing went out yet. */
    public int status() {
        return status;
    }

    public Blame blame() {
        return blame;
    }

    /** How the record names it, with {@link #cause}. */
    public Outcome outcome() {
        return outcome;
    }

    /** How records and metrics name it. */
    public String cause() {
        return cause;
    }

    /** For the client; says nothing of the inside. */
    public String explanation() {
        return explanation;
    }

    /** What a caller over gRPC gets: gRPC's own table of HTTP statuses, and what it cannot tell apart. */
    public int grpcStatus() {
        if (outcome == SHED && blame == Blame.GATEWAY) {
            return 8;
        }
        if (this == CONNECT_TIMEOUT) {
            return 14;
        }
        return switch (status) {
            case 499 -> 1;
            case 408, 504 -> 4;
            case 413, 414, 429, 431 -> 8;
            case 404, 405, 501, 505 -> 12;
            case 502, 503 -> this == BAD_RESPONSE ? 13 : this == MODEL_WITHOUT_GRPC ? 12 : 14;
            default -> 13;
        };
    }

    /** Whether trying again in a second may help. */
    public boolean passes() {
        return status == 503;
    }

    /** Which of a route's fallback causes it is, if any. */
    public Optional<Fallback.Cause> fallbackCause() {
        return Optional.ofNullable(
                switch (this) {
                    case BREAKER_OPEN,
                            BACK_OFF,
                            DNS,
                            CONNECT_REFUSED,
                            CONNECT_TIMEOUT,
                            TLS,
                            NO_HTTP2,
                            REFUSED,
                            MODEL_WITHOUT_GRPC,
                            SHED_IN_FLIGHT -> Fallback.Cause.CONNECT_ERROR;
                    case STATUS_5XX -> Fallback.Cause.STATUS_5XX;
                    case FIRST_BYTE_TIMEOUT -> Fallback.Cause.FIRST_BYTE_TIMEOUT;
                    case FIRST_TOKEN_TIMEOUT -> Fallback.Cause.FIRST_TOKEN_TIMEOUT;
                    case STREAM_ERROR -> Fallback.Cause.STREAM_ERROR;
                    case MALFORMED_REQUEST,
                            NO_ROUTE,
                            METHOD_NOT_ALLOWED,
                            REQUEST_TIMEOUT,
                            BODY_TOO_LARGE,
                            TARGET_TOO_LONG,
                            EXPECTATION_FAILED,
                            HEAD_TOO_LARGE,
                            CLIENT_CLOSED,
                            METHOD_NOT_IMPLEMENTED,
                            CODING_NOT_IMPLEMENTED,
                            VERSION_NOT_SUPPORTED,
                            GRPC_NEEDS_HTTP2,
                            STREAMED_REQUEST,
                            INTERNAL,
                            REJECTED,
                            SHUTDOWN,
                            PRESSURE,
                            OVER_BUDGET,
                            COPY_TOO_LARGE,
                            NOT_MIRRORED,
                            WEB_SOCKET,
                            STATEFUL_PATH,
                            STATE_KEPT,
                            SERVER_TOOLS,
                            OPTED_OUT,
                            RESET,
                            BAD_RESPONSE,
                            IDLE_TIMEOUT,
                            TOTAL_TIMEOUT,
                            SLOW_SHADOW -> noFallback();
                });
    }

    /** Which of a model's causes for asking once more it is, if any. */
    public Optional<Selection.Retry.Cause> retryCause() {
        if (UNASKED.contains(this)) {
            return CONNECT_ERROR;
        }
        if (this == RESET) {
            return BROKEN;
        }
        return this == FIRST_BYTE_TIMEOUT ? SILENT : Optional.empty();
    }

    private static Fallback.@Nullable Cause noFallback() {
        return null;
    }
}
