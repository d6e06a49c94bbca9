package dev.understudy.gateway.wire;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What gRPC says in HTTP/2's fields (gRPC over HTTP/2, the protocol's description in its own repository): whether it is
 * spoken, how long the caller waits, and how a call ended.
 */
public final class Grpc {
    /** As if the model had said it: the answer ended without a status. */
    public static final int UNKNOWN = 2;

    private static final String TYPE = "application/grpc";
    private static final String STATUS = "grpc-status";
    private static final String MESSAGE = "grpc-message";
    private static final String TIMEOUT = "grpc-timeout";
    private static final int PREFIX_BYTES = 5;
    private static final int TIMEOUT_DIGITS_MAX = 8;
    private static final long HOUR_NANOS = 3_600_000_000_000L;

    /** The names of its statuses, as causes write them. */
    private static final List<String> NAMES = List.of(
            "Ok",
            "Cancelled",
            "Unknown",
            "InvalidArgument",
            "DeadlineExceeded",
            "NotFound",
            "AlreadyExists",
            "PermissionDenied",
            "ResourceExhausted",
            "FailedPrecondition",
            "Aborted",
            "OutOfRange",
            "Unimplemented",
            "Internal",
            "Unavailable",
            "DataLoss",
            "Unauthenticated");

    /** What each would be as a status of HTTP: the inverse of gRPC's own table, completed. */
    private static final List<Integer> HTTP_STATUSES =
            List.of(200, 499, 500, 400, 504, 404, 409, 403, 429, 400, 409, 400, 404, 500, 503, 500, 401);

    private Grpc() {}

    /** Whether a message with these fields is gRPC; gRPC-Web, which needs no trailers, is not. */
    public static boolean isSpoken(Fields fields) {
        if (!fields.begins(FieldName.CONTENT_TYPE, TYPE)) {
            return false;
        }
        String type = fields.first(FieldName.CONTENT_TYPE);
        return type != null && (type.length() == TYPE.length() || "+; ".indexOf(type.charAt(TYPE.length())) >= 0);
    }

    /** How long the caller waits, in nanoseconds; {@link Long#MAX_VALUE} when it does not say, or not so that it makes sense. */
    public static long timeoutNanos(Fields request) {
        Optional<String> said = request.first(TIMEOUT);
        if (said.isEmpty()) {
            return Long.MAX_VALUE;
        }
        String text = said.get();
        int digits = text.length() - 1;
        if (digits < 1 || digits > TIMEOUT_DIGITS_MAX) {
            return Long.MAX_VALUE;
        }
        long count = 0;
        for (int i = 0; i < digits; i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return Long.MAX_VALUE;
            }
            count = count * 10 + digit - '0';
        }
        long unit = switch (text.charAt(digits)) {
            case 'H' -> HOUR_NANOS;
            case 'M' -> HOUR_NANOS / 60;
            case 'S' -> 1_000_000_000L;
            case 'm' -> 1_000_000L;
            case 'u' -> 1000L;
            case 'n' -> 1L;
            default -> 0L;
        };
        return unit == 0 ? Long.MAX_VALUE : count > Long.MAX_VALUE / unit ? Long.MAX_VALUE : count * unit;
    }

    /** Whether a head with these fields is all of an answer: one that has nothing but a status. */
    public static boolean isStatusAlone(Fields head) {
        return head.first(STATUS).isPresent();
    }

    /** How a call ended: as its trailers say, or a head that is all there is. */
    public static int status(Fields head, Fields trailers) {
        Optional<String> said = trailers.first(STATUS).or(() -> head.first(STATUS));
        if (said.isEmpty() || said.get().isEmpty() || said.get().length() > 2) {
            return UNKNOWN;
        }
        int status = 0;
        for (char digit : said.get().toCharArray()) {
            if (digit < '0' || digit > '9') {
                return UNKNOWN;
            }
            status = status * 10 + digit - '0';
        }
        return status < NAMES.size() ? status : UNKNOWN;
    }

    /** How records and metrics name it. */
    public static String cause(int status) {
        return "grpc" + NAMES.get(status);
    }

    /** What it would be as a status of HTTP; from 500 on it was the model's fault. */
    public static int httpStatus(int status) {
        return HTTP_STATUSES.get(status);
    }

    /** The fields of an answer of our own: a head that is all there is. */
    public static Fields failed(Failure failure) {
        return Fields.of(List.of(
                Map.entry(FieldName.CONTENT_TYPE.text(), TYPE),
                Map.entry(STATUS, Integer.toString(failure.grpcStatus())),
                Map.entry(MESSAGE, failure.explanation())));
    }

    /** What stands behind an answer that began and cannot be completed. */
    public static Fields broken(Failure failure) {
        return Fields.of(List.of(
                Map.entry(STATUS, Integer.toString(failure.grpcStatus())), Map.entry(MESSAGE, failure.explanation())));
    }

    /** Whether a body is one message and nothing else, as that of a call is which does not stream its request. */
    public static boolean isOneMessage(byte[] body) {
        if (body.length < PREFIX_BYTES) {
            return false;
        }
        long length = (body[1] & 0xffL) << 24 | (body[2] & 0xff) << 16 | (body[3] & 0xff) << 8 | (body[4] & 0xff);
        return length == body.length - PREFIX_BYTES;
    }
}
