package dev.understudy.gateway.upstream;

import dev.understudy.config.Model;
import dev.understudy.config.Model.Credentials;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A model that can be asked. Shared by all event loops; what changes in it is atomic. */
public final class Upstream {
    private final Model model;
    private final List<Endpoint> endpoints;
    private final Lane primary;
    private final Lane shadow;
    private final AtomicInteger turn = new AtomicInteger();
    private volatile @Nullable String bearer;

    /** @throws IOException when its credentials cannot be read */
    Upstream(Model model) throws IOException {
        this.model = model;
        this.endpoints = model.endpoints().stream().map(Endpoint::of).toList();
        this.primary = new Lane(model, false);
        this.shadow = new Lane(model, true);
        readCredentials();
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
        if (model.credentials() instanceof Credentials.Bearer credentials) {
            bearer = "Bearer " + credentials.token().read();
        }
    }

    /** The {@code authorization} that this model gets whoever asks. */
    Optional<String> authorization() {
        return Optional.ofNullable(bearer);
    }

    /** The endpoints take turns. */
    Endpoint next() {
        return endpoints.size() == 1
                ? endpoints.get(0)
                : endpoints.get(Math.floorMod(turn.getAndIncrement(), endpoints.size()));
    }
}
