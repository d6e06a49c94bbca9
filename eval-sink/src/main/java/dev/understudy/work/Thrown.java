package dev.understudy.work;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What another thread threw, to be thrown again as it is. */
final class Thrown {
    private Thrown() {}

    /** Never returns. */
    static RuntimeException again(@Nullable Throwable thrown) throws IOException {
        if (thrown instanceof IOException failure) {
            throw failure;
        }
        if (thrown instanceof RuntimeException bug) {
            throw bug;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        throw new IllegalStateException(thrown);
    }
}
