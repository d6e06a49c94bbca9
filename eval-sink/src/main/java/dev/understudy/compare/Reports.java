package dev.understudy.compare;

import dev.understudy.config.Config;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Makes the report of a data directory. */
public final class Reports {
    private Reports() {}

    /**
     * Reads what is there, while others may be writing.
     *
     * @param override how to compare, instead of the settings that the data was written under
     * @param threads that decode and compare; the report is the same with any number
     * @param seed of the bootstrap
     */
    public static Report compute(Path dataDirectory, Optional<Config> override, Filter filter, int threads, long seed)
            throws IOException {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: " + threads + " (expected: >= 1)");
        }
        return new Comparer(VerdictRules.DEFAULT, filter, threads, seed)
                .compare(new LoggedPairs(dataDirectory, filter), override);
    }
}
