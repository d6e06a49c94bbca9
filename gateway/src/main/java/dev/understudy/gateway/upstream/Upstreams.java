package dev.understudy.gateway.upstream;

import dev.understudy.config.Config;
import dev.understudy.config.Model;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All models of one revision. A model that did not change keeps its breakers and places from the revision before. */
public final class Upstreams {
    private static final Logger LOG = LoggerFactory.getLogger(Upstreams.class);

    private final Map<String, Upstream> byName;

    private Upstreams(Map<String, Upstream> byName) {
        this.byName = Map.copyOf(byName);
    }

    public static Upstreams none() {
        return new Upstreams(Map.of());
    }

    /** @throws IOException naming the model whose credentials cannot be read */
    public Upstreams next(Config config) throws IOException {
        Map<String, Upstream> next = new HashMap<>();
        for (Model model : config.models().values()) {
            Upstream known = byName.get(model.name());
            next.put(model.name(), known != null && known.model().equals(model) ? known : fresh(model));
        }
        return new Upstreams(next);
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

    private static Upstream fresh(Model model) throws IOException {
        try {
            return new Upstream(model);
        } catch (IOException e) {
            throw new IOException("model " + model.name() + ": credentials: " + e.getMessage(), e);
        }
    }
}
