package dev.understudy.gateway.feedback;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;

/**
 * The answers that were sent lately, by the pair's id.
 *
 * <p>Bounded by count of answers and items, and by age. What has left is not lost: feedback about it is kept in the log
 * and joined there; only the live counter cannot say whom it speaks for.
 */
public final class Impressions {
    private static final long ENTRIES_AND_ITEMS_MAX = 500_000;
    private static final Duration AGE_MAX = Duration.ofHours(1);

    private final Cache<String, Impression> recent = Caffeine.newBuilder()
            .maximumWeight(ENTRIES_AND_ITEMS_MAX)
            .weigher(
                    (String id, Impression impression) -> 1 + impression.items().size())
            .expireAfterWrite(AGE_MAX)
            .executor(Runnable::run) // a hand-over to another thread costs more than what it would do
            .build();

    /** Called once per answer; any thread, never waits. */
    public void put(String pairId, Impression impression) {
        recent.put(pairId, impression);
    }

    Optional<Impression> find(String pairId) {
        return Optional.ofNullable(recent.getIfPresent(pairId));
    }
}
