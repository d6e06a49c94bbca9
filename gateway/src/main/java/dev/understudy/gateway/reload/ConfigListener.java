package dev.understudy.gateway.reload;

import dev.understudy.config.Config;
import dev.understudy.config.InvalidConfigException;
import dev.understudy.config.Problem;
import java.util.List;

/** Who wants to know of a changed file. Called on the watch's thread, one call at a time. */
public interface ConfigListener {

    /**
     * A good file that differs from the last one seen.
     *
     * @throws InvalidConfigException when it cannot be applied after all; what served goes on serving
     */
    void onConfig(Config config) throws InvalidConfigException;

    /** A file that cannot be used; what serves goes on serving. */
    void onProblems(List<Problem> problems);

    /** The file is again what it was when it was last good; after {@link #onProblems}, that is over. */
    void onUnchanged(Config config);
}
