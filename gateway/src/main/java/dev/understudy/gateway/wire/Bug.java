package dev.understudy.gateway.wire;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What comes up on a connection and was made by no network, no peer and no TLS: it is ours, so somebody has to see it. */
public final class Bug {
    private static final Logger LOG = LoggerFactory.getLogger(Bug.class);

    private Bug() {}

    /** Whether it is one; then it stands in the log. */
    public static boolean seen(Throwable cause) {
        if (cause instanceof IOException || cause.getCause() instanceof IOException) {
            return false;
        }
        LOG.atError().setCause(cause).log("bug on a connection");
        return true;
    }
}
