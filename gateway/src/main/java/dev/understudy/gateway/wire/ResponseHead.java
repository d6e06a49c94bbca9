package dev.understudy.gateway.wire;

/**
 * A response's head, read and checked.
 *
 * @param contentLength of the body; -1 when it is not known before its end
 * @param keepAlive whether the connection can carry another request
 */
public record ResponseHead(int status, String reason, Fields fields, long contentLength, boolean keepAlive) {
    /** 1xx: another head follows. */
    public boolean isInterim() {
        return status < 200;
    }

    /** Whether the body is a stream of server-sent events. */
    public boolean isEventStream() {
        return fields.begins(FieldName.CONTENT_TYPE, "text/event-stream");
    }

    public boolean isJson() {
        return fields.begins(FieldName.CONTENT_TYPE, "application/json");
    }
}
