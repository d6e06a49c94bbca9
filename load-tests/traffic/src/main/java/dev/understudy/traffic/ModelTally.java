package dev.understudy.traffic;

import java.util.HashSet;
import java.util.Set;

/** What a model has seen. Used on its event loop alone. */
final class ModelTally {
    /** Remembering more would need more memory than a fault test has requests. */
    private static final int IDS_MAX = 5_000_000;

    private final Set<String> ids = new HashSet<>();
    private long requests;
    private long duplicates;
    private long connections;
    private long open;
    private long cancelled;

    void connected() {
        connections++;
    }

    /** A whole request; the same id twice means that somebody sent it twice. */
    void request(String id) {
        requests++;
        open++;
        if (!id.isEmpty() && ids.size() < IDS_MAX && !ids.add(id)) {
            duplicates++;
        }
    }

    void answered() {
        open--;
    }

    /** A request whose client went before its answer was whole. */
    void cancelled() {
        open--;
        cancelled++;
    }

    /** One line of {@code key=value} pairs. */
    String line() {
        return "requests=" + requests + " duplicates=" + duplicates + " connections=" + connections + " open=" + open
                + " cancelled=" + cancelled;
    }
}
