package dev.understudy.gateway.upstream;

import dev.understudy.config.Config;
import dev.understudy.config.Model;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All models of one revision. A model that did not change keeps its breakers and places from the revision before. */
public final class Upstreams {
    private static final Logger LOG = LoggerFactory.getLogger(Upstreams.class);

    private final Surroundings surroundings;
    private final Map<String, Upstream> byName;

    private Upstreams(Surroundings surroundings, Map<String, Upstream> byName) {
        this.surroundings = surroundings;
        this.byName = Map.copyOf(byName);
    }

    public static Upstreams none(Surroundings surroundings) {
        return new Upstreams(surroundings, Map.of());
    }

    /**
     * Not asked before {@link #follow}.
     *
     * @throws IOException naming the model whose credentials or TLS files cannot be read
     */
    public Upstreams next(Config config) throws IOException {
        Map<String, Upstream> next = new HashMap<>();
        for (Model model : config.models().values()) {
            Upstream known = byName.get(model.name());
            next.put(model.name(), known != null && known.model().equals(model) ? known : fresh(model, known));
        }
        return new Upstreams(surroundings, next);
    }

    /** Takes the place of those before. */
    public void follow(Upstreams before) {
        before.byName.forEach((name, upstream) -> {
            Upstream next = byName.get(name);
            if (next != upstream) {
                upstream.stop(next == null ? Upkeep.Gone.FOR_GOOD : Upkeep.Gone.FOR_OTHER_SETTINGS);
            }
        });
        byName.forEach((name, upstream) -> {
            if (before.byName.get(name) != upstream) {
                upstream.start(surroundings);
            }
        });
        Set<ConnectionPool.Key> gone = before.keys();
        gone.removeAll(keys());
        if (!gone.isEmpty()) {
            surroundings.pools().forEach(pool -> Home.on(pool.loop()).execute(() -> pool.letGo(gone)));
        }
    }

    /** Where connections may be. */
    private Set<ConnectionPool.Key> keys() {
        Set<ConnectionPool.Key> keys = new HashSet<>();
        byName.values().forEach(upstream -> keys.addAll(upstream.peers().keys()));
        return keys;
    }

    public Upstream named(String model) {
        Upstream upstream = byName.get(model);
        if (upstream == null) {
            throw new IllegalArgumentException("model: " + model + " (expected: one of " + byName.keySet() + ")");
        }
        return upstream;
    }

    public Map<String, Upstream> byName() {
        return byName;
    }

    /** Reads rotated credentials; one that cannot be read keeps its last value. Not for event loops. */
    public void readCredentials() {
        for (Upstream upstream : byName.values()) {
            try {
                upstream.readCredentials();
            } catch (IOException e) {
                LOG.atWarn()
                        .addKeyValue("model", upstream.model().name())
                        .addKeyValue("problem", e.getMessage())
                        .log("credentials kept");
            }
        }
    }

    private Upstream fresh(Model model, @Nullable Upstream before) throws IOException {
        try {
            return before == null ? Upstream.first(model, home(model)) : before.next(model);
        } catch (IOException e) {
            throw new IOException("model " + model.name() + ": " + e.getMessage(), e);
        }
    }

    private Home home(Model model) {
        return Home.on(surroundings.homeOf(model.name()).loop());
    }
}
