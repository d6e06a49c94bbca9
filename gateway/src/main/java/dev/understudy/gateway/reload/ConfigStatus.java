package dev.understudy.gateway.reload;

import dev.understudy.config.Problem;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which revision serves, and what was wrong with the last one that could not.
 *
 * @param lastError empty once a later file was good
 * @param restartNeeded sections of the file that this process cannot take over without a restart, and goes on with as they were
 * @param previous what served before, the latest first
 */
public record ConfigStatus(
        String revision,
        Path file,
        Instant loadedAt,
        List<String> restartNeeded,
        Optional<LastError> lastError,
        List<Revision> previous) {
    public ConfigStatus {
        restartNeeded = List.copyOf(restartNeeded);
        previous = List.copyOf(previous);
    }

    /** A file that was refused. */
    public record LastError(Instant time, List<Problem> problems) {
        public LastError {
            problems = List.copyOf(problems);
        }
    }

    /** A revision that served once. */
    public record Revision(String revision, Instant loadedAt) {}
}
