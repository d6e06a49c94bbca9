package dev.understudy.gateway.upstream;

import dev.understudy.config.Model;
import dev.understudy.config.Model.Credentials;
import dev.understudy.gateway.upstream.ConnectionPool.Use;
import dev.understudy.gateway.wire.FieldName;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A model that can be asked. Shared by all event loops; what changes in it is atomic. */
public final class Upstream {
    private final Model model;
    private final Peers peers;
    private final Lane primary;
    private final Lane shadow;
    private volatile Own own;

    /**
     * The fields that this model gets whoever asks.
     *
     * @param names in lower case: what the client sent under them does not count
     * @param plainNames the same where the answer has to come uncompressed
     * @param lines as they are written
     */
    record Own(Set<String> names, Set<String> plainNames, String lines) {
        static Own of(Model model) throws IOException {
            Map<String, String> fields = new TreeMap<>();
            if (model.credentials() instanceof Credentials.Bearer credentials) {
                fields.put(
                        FieldName.AUTHORIZATION.text(),
                        "Bearer " + credentials.token().read());
            }
            fields.putAll(model.rewrite().setHeaders());
            StringBuilder lines = new StringBuilder();
            fields.forEach((name, value) ->
                    lines.append(name).append(": ").append(value).append("\r\n"));
            Set<String> plainNames = new HashSet<>(fields.keySet());
            plainNames.add(FieldName.ACCEPT_ENCODING.text());
            return new Own(Set.copyOf(fields.keySet()), Set.copyOf(plainNames), lines.toString());
        }
    }

    private Upstream(Model model, Peers peers, LaneCounts primaryCounts, LaneCounts shadowCounts) throws IOException {
        this.model = model;
        this.peers = peers;
        this.primary = new Lane(model, Use.PRIMARY, peers, primaryCounts);
        this.shadow = new Lane(model, Use.SHADOW, peers, shadowCounts);
        this.own = Own.of(model);
    }

    /** @throws IOException when its credentials cannot be read */
    static Upstream first(Model model, Home home) throws IOException {
        return new Upstream(model, Peers.first(model, home), new LaneCounts(), new LaneCounts());
    }

    /** The same model with other settings: what is known of the endpoints that stay is kept, and what was counted. */
    Upstream next(Model settings) throws IOException {
        return new Upstream(settings, peers.next(settings), primary.counts(), shadow.counts());
    }

    /** From now on it is asked. */
    void start() {
        peers.start();
    }

    public Model model() {
        return model;
    }

    public Lane primary() {
        return primary;
    }

    public Lane shadow() {
        return shadow;
    }

    /** Reads the token anew, so that a rotated one takes effect; not for event loops. */
    void readCredentials() throws IOException {
        own = Own.of(model);
    }

    Own own() {
        return own;
    }

    Peers peers() {
        return peers;
    }
}
