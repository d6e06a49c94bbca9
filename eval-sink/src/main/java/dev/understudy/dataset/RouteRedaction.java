package dev.understudy.dataset;

import dev.understudy.config.Config;
import dev.understudy.config.ConfigLoader;
import dev.understudy.config.InvalidConfigException;
import dev.understudy.config.Recording;
import dev.understudy.config.Route;
import dev.understudy.log.Revisions;
import dev.understudy.pair.Pair;
import dev.understudy.pair.Redaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes out of new pairs what the route that a request was recorded on did not keep: by the configuration of that time, and
 * credentials always. Any thread may use it.
 */
public final class RouteRedaction {
    private final Path data;
    private final Set<String> revisions;
    /** By revision and route. */
    private final Map<List<String>, Redaction> known = new ConcurrentHashMap<>();

    /** @param data where requests were recorded, with the configurations */
    public RouteRedaction(Path data) throws IOException {
        this.data = data;
        revisions = Set.copyOf(Revisions.list(data));
    }

    public Pair apply(Pair made, Pair recorded) {
        return known.computeIfAbsent(
                        List.of(recorded.revision(), recorded.route()),
                        key -> Redaction.of(recording(key.get(0), key.get(1))))
                .apply(made);
    }

    private Recording recording(String revision, String route) {
        if (!revisions.contains(revision)) {
            return Recording.DEFAULT;
        }
        try {
            Config config = ConfigLoader.parse(
                    revision, Revisions.source(data, revision).orElse(""));
            return config.route(route)
                    .flatMap(Route::record)
                    .orElse(Recording.DEFAULT)
                    .withoutKeys(config.identity());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InvalidConfigException e) {
            throw new UncheckedIOException(new IOException(
                    data + ": revision " + revision + " cannot be read, so that nobody knows what must not be kept",
                    e));
        }
    }
}
