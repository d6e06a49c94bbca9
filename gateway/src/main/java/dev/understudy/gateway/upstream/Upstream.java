package dev.understudy.gateway.upstream;

import dev.understudy.config.Model;
import dev.understudy.config.Model.Credentials;
import dev.understudy.gateway.wire.FieldName;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A model that can be asked. Shared by all event loops; what changes in it is atomic. */
public final class Upstream {
    private final Model model;
    private final List<Endpoint> endpoints;
    private final Lane primary;
    private final Lane shadow;
    private final AtomicInteger turn = new AtomicInteger();
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

    /** @throws IOException when its credentials cannot be read */
    Upstream(Model model) throws IOException {
        this.model = model;
        this.endpoints = model.endpoints().stream().map(Endpoint::of).toList();
        this.primary = new Lane(model, false);
        this.shadow = new Lane(model, true);
        this.own = Own.of(model);
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

    /** The endpoints take turns. */
    Endpoint next() {
        return endpoints.size() == 1
                ? endpoints.get(0)
                : endpoints.get(Math.floorMod(turn.getAndIncrement(), endpoints.size()));
    }
}
