package dev.understudy.gateway.reload;

import dev.understudy.config.Problem;
import dev.understudy.gateway.observe.Catalogue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The present {@link ConfigStatus}, and how it becomes the next. Any thread. */
public final class ConfigHistory implements MeterBinder {
    private static final int PREVIOUS_MAX = 20;

    private final InstantSource clock;
    private volatile ConfigStatus status;

    public ConfigHistory(Path file, String revision, InstantSource clock) {
        this.clock = clock;
        this.status = new ConfigStatus(revision, file, clock.instant(), List.of(), Optional.empty(), List.of());
    }

    public ConfigStatus status() {
        return status;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Catalogue.CONFIG_GOOD.gauge(
                registry, this, own -> own.status.lastError().isEmpty() ? 1 : 0);
        Catalogue.CONFIG_LOADED_TIME.gauge(
                registry, this, own -> own.status.loadedAt().getEpochSecond());
    }

    /** This revision serves from now on, but for these sections. */
    public synchronized void applied(String revision, List<String> restartNeeded) {
        ConfigStatus before = status;
        List<ConfigStatus.Revision> previous = new ArrayList<>();
        previous.add(new ConfigStatus.Revision(before.revision(), before.loadedAt()));
        before.previous().stream().limit(PREVIOUS_MAX - 1).forEach(previous::add);
        status = new ConfigStatus(revision, before.file(), clock.instant(), restartNeeded, Optional.empty(), previous);
    }

    /** The file was refused; what served goes on serving. */
    public synchronized void refused(List<Problem> problems) {
        ConfigStatus before = status;
        status = new ConfigStatus(
                before.revision(),
                before.file(),
                before.loadedAt(),
                before.restartNeeded(),
                Optional.of(new ConfigStatus.LastError(clock.instant(), problems)),
                before.previous());
    }

    /** The file is again what serves: an error of the meantime is over. */
    public synchronized void unchanged() {
        ConfigStatus before = status;
        status = new ConfigStatus(
                before.revision(),
                before.file(),
                before.loadedAt(),
                before.restartNeeded(),
                Optional.empty(),
                before.previous());
    }
}
