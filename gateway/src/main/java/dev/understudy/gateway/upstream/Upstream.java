package dev.understudy.gateway.upstream;

import dev.understudy.config.Model;
import dev.understudy.config.Model.Credentials;
import dev.understudy.gateway.upstream.ConnectionPool.Use;
import dev.understudy.gateway.wire.FieldName;
import dev.understudy.pair.BodyRewrite;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A model that can be asked. Shared by all event loops; what changes in it is atomic. */
public final class Upstream {
    /** What says how a body was when the client sent it. */
    private static final Set<String> DIGESTS = Set.of("content-digest", "repr-digest", "digest", "content-md5");

    private final Model model;
    private final @Nullable Tls tls;
    private final Deadlines deadlines;
    private final Home home;
    private final Peers peers;
    private final Lane primary;
    private final Lane shadow;
    private final @Nullable BodyRewrite bodyRewrite;
    private volatile Own own;
    private volatile @Nullable Upkeep upkeep;

    /**
     * The fields that this model gets whoever asks.
     *
     * @param names in lower case: what the client sent under them does not count
     * @param codedNames the same where in which codings the answer may come is not for the client to say
     * @param lines as they are written
     */
    record Own(Set<String> names, Set<String> codedNames, String lines) {
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
            Set<String> names = new HashSet<>(fields.keySet());
            if (!model.rewrite().setBody().isEmpty()) {
                names.addAll(DIGESTS);
            }
            Set<String> codedNames = new HashSet<>(names);
            codedNames.add(FieldName.ACCEPT_ENCODING.text());
            return new Own(Set.copyOf(names), Set.copyOf(codedNames), lines.toString());
        }
    }

    private Upstream(
            Model model, @Nullable Tls tls, Home home, Peers peers, LaneCounts primaryCounts, LaneCounts shadowCounts)
            throws IOException {
        this.model = model;
        this.tls = tls;
        this.deadlines = Deadlines.of(model.timeouts());
        this.home = home;
        this.peers = peers;
        this.primary = new Lane(model, Use.PRIMARY, peers, primaryCounts);
        this.shadow = new Lane(model, Use.SHADOW, peers, shadowCounts);
        this.bodyRewrite = model.rewrite().setBody().isEmpty()
                ? null
                : new BodyRewrite(model.rewrite().setBody());
        this.own = credentials(model);
    }

    /** @throws IOException when its credentials or TLS files cannot be read */
    static Upstream first(Model model, Home home) throws IOException {
        Tls tls = tls(model, null);
        return new Upstream(model, tls, home, Peers.first(model, tls, home), new LaneCounts(), new LaneCounts());
    }

    /** The same model with other settings: what is known of the endpoints that stay is kept, and what was counted. */
    Upstream next(Model settings) throws IOException {
        Tls next = tls(settings, tls);
        return new Upstream(settings, next, home, peers.next(settings, next), primary.counts(), shadow.counts());
    }

    /** The one before if it still is as the file says; null when no endpoint wants any. */
    private static @Nullable Tls tls(Model model, @Nullable Tls before) throws IOException {
        if (model.endpoints().stream().noneMatch(Endpoint::isSecure)) {
            return null;
        }
        if (before != null && before.isFor(model)) {
            return before;
        }
        try {
            return new Tls(model);
        } catch (IOException e) {
            throw new IOException("tls: " + e.getMessage(), e);
        }
    }

    private static Own credentials(Model model) throws IOException {
        try {
            return Own.of(model);
        } catch (IOException e) {
            throw new IOException("credentials: " + e.getMessage(), e);
        }
    }

    /** How long a call may take, as its settings say. */
    public Deadlines deadlines() {
        return deadlines;
    }

    /** From now on it is asked. */
    void start(Surroundings surroundings) {
        Upkeep keep = new Upkeep(this, surroundings, home);
        upkeep = keep;
        home.execute(() -> {
            keep.start();
            peers.start();
        });
    }

    /** From now on only who asks already does. */
    void stop(Upkeep.Gone gone) {
        Upkeep keep = upkeep;
        if (keep != null) {
            home.execute(() -> keep.stop(gone));
        }
    }

    /** What becomes of a JSON body that is sent to it; null when nothing does. */
    public @Nullable BodyRewrite bodyRewrite() {
        return bodyRewrite;
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

    /** Reads the token and the TLS files anew, so that rotated ones take effect; not for event loops. */
    void readCredentials() throws IOException {
        own = credentials(model);
        if (tls != null) {
            try {
                tls.read();
            } catch (IOException e) {
                throw new IOException("tls: " + e.getMessage(), e);
            }
        }
    }

    Own own() {
        return own;
    }

    /** As it is now; any thread. */
    public ModelStatus status() {
        return new ModelStatus(
                model.name(),
                peers.choice().isPanic(),
                peers.spared(),
                primary.status(),
                shadow.status(),
                peers.leftOut(),
                peers.status());
    }

    Peers peers() {
        return peers;
    }
}
