package dev.understudy.gateway.assign;

import java.util.Optional;

/** What routing and assignment may see of a request. */
public interface RequestView {
    String method();

    /** Without the query. */
    String path();

    /** The first value of that name, given in lower case. */
    Optional<String> header(String name);

    /** The whole body; empty while it is not there, or not held back for looking. */
    Optional<byte[]> body();
}
