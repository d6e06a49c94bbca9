package dev.understudy.gateway.wire;

import org.jspecify.annotations.Nullable;

/**
 * A request's head, read and checked.
 *
 * @param target in origin form, with the query; {@code *} for OPTIONS of the whole server
 * @param host as the client named it; null when an old client did not
 * @param version in which it came
 * @param contentLength of the body; -1 when it is not known before its end; 0 for none
 * @param hasBody whether a body was announced, be it empty
 * @param keepAlive whether the client wants to ask more
 * @param problem why it cannot be taken; null when it can
 */
public record RequestHead(
        String method,
        String target,
        @Nullable String host,
        Version version,
        Fields fields,
        long contentLength,
        boolean hasBody,
        boolean expectsContinue,
        boolean keepAlive,
        @Nullable Failure problem) {

    /** A request of which no more is known than that it cannot be taken. */
    public static RequestHead broken(Failure problem) {
        return new RequestHead("GET", "/", null, Version.HTTP_1_1, Fields.NONE, 0, false, false, false, problem);
    }

    public boolean isHead() {
        return method.equals("HEAD");
    }
}
