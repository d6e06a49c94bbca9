package dev.understudy.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A model that is asked which of two answers is better: an endpoint that speaks OpenAI's chat completions.
 *
 * @param url what {@code /chat/completions} is put behind
 * @param model as the request names it
 * @param bearer empty: asked without credentials
 * @param promptFile the template; empty: the one of the kind
 * @param maxTokens of one answer
 * @param concurrency calls at a time
 * @param timeout of one call
 * @param retries of a call that failed for reasons that may pass
 * @param budget of one run of {@code understudy judge}
 */
public record Judge(
        String name,
        URI url,
        String model,
        Optional<Secret> bearer,
        Kind kind,
        Optional<Path> promptFile,
        double temperature,
        int maxTokens,
        int concurrency,
        Duration timeout,
        int retries,
        Budget budget,
        Optional<Model.Price> price) {

    /** What it is asked. */
    public enum Kind {
        /** Both answers at once, in both orders: which is better? */
        PAIRWISE,
        /** Each answer alone: a score from 1 to 10. */
        RUBRIC;

        /** As the file writes it. */
        public String yaml() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What a run may use; it stops before it would use more, and goes on when it is started again.
     *
     * @param cost in the price's currency; without a price nothing costs anything
     */
    public record Budget(int calls, long tokens, double cost) {
        public static final Budget DEFAULT = new Budget(10_000, 10_000_000, 100);
    }
}
