package dev.understudy.gateway.feedback;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The answers that were sent lately, by the pair's id. Mixed ones are kept with whose each item is, bounded by count of
 * answers and items, and by age; of the others only whose they were.
 *
 * <p>What has left is not lost: feedback about it is kept in the log and joined there; only the live counter cannot say
 * whom it speaks for. Any thread, never waits.
 */
public final class Impressions {
    private static final long ENTRIES_AND_ITEMS_MAX = 200_000;
    private static final Duration AGE_MAX = Duration.ofHours(1);

    private final Answered answered = new Answered();
    private final Cache<String, Impression> mixed = Caffeine.newBuilder()
            .maximumWeight(ENTRIES_AND_ITEMS_MAX)
            .weigher(
                    (String id, Impression impression) -> 1 + impression.items().size())
            .expireAfterWrite(AGE_MAX)
            .executor(Runnable::run) // a hand-over to another thread costs more than what it would do
            .build();

    /** The client got what this pair says, or nothing of a model's. */
    public void shown(Pair pair) {
        Pair.Interleaving mix = pair.interleaving();
        String served = pair.served();
        if (mix != null && !mix.degraded()) {
            interleaved(pair.id(), pair.route(), mix.items());
        } else if (served != null) {
            answered(pair.id(), pair.route(), isLegacys(pair, served) ? Credit.LEGACY : Credit.CANDIDATE);
        }
    }

    private static boolean isLegacys(Pair pair, String served) {
        for (Leg leg : pair.legs()) {
            if (leg.role() == Leg.Role.LEGACY && leg.model().equals(served)) {
                return true;
            }
        }
        return false;
    }

    /** The client got one model's answer. */
    void answered(String pairId, String route, Credit by) {
        answered.put(pairId, route, by);
    }

    /** The client got a list mixed from both models'. */
    void interleaved(String pairId, String route, List<Pair.Item> items) {
        mixed.put(pairId, Impression.interleaved(route, items));
    }

    Optional<Impression> find(String pairId) {
        Impression impression = mixed.getIfPresent(pairId);
        return impression == null ? answered.find(pairId) : Optional.of(impression);
    }
}
