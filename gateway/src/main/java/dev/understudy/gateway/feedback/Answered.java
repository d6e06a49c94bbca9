package dev.understudy.gateway.feedback;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which model's answer each of the last pairs got, in a table of a fixed size: every request comes by here, so an entry is
 * eight bytes and nothing for the collector to follow.
 *
 * <p>An entry's place and fingerprint are its id's hash; a later pair may take its place, which costs the live counter one
 * event's credit and nothing else. Any thread, never waits.
 */
final class Answered {
    private static final int PLACE_BITS = 18;
    private static final int WHAT_BITS = 16;
    private static final long WHAT_MASK = (1L << WHAT_BITS) - 1;
    private static final int CREDITS = Credit.values().length + 1;
    private static final int ROUTES_MAX = (1 << WHAT_BITS) / CREDITS - 1;
    private static final Hasher64 HASHER = Hashing.xxh3_64();

    private final AtomicLongArray places = new AtomicLongArray(1 << PLACE_BITS);
    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
    /** Every route that was ever seen, by its number. */
    private final List<String> routes = new CopyOnWriteArrayList<>();

    @SuppressWarnings("EnumOrdinal") // no longer than the process runs
    void put(String pairId, String route, Credit credit) {
        int number = number(route);
        if (number < ROUTES_MAX) {
            long hash = HASHER.hashCharsToLong(pairId);
            places.setOpaque(place(hash), (hash & ~WHAT_MASK) | ((long) number * CREDITS + credit.ordinal() + 1));
        }
    }

    @SuppressWarnings("EnumOrdinal")
    Optional<Impression> find(String pairId) {
        long hash = HASHER.hashCharsToLong(pairId);
        long entry = places.getOpaque(place(hash));
        if (entry == 0 || ((entry ^ hash) & ~WHAT_MASK) != 0) {
            return Optional.empty();
        }
        int what = (int) (entry & WHAT_MASK) - 1;
        return Optional.of(Impression.answered(routes.get(what / CREDITS), Credit.values()[what % CREDITS]));
    }

    /** From bits that the fingerprint does not have. */
    private static int place(long hash) {
        return (int) ((hash * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - PLACE_BITS));
    }

    private int number(String route) {
        Integer known = numbers.get(route);
        return known == null ? added(route) : known;
    }

    private synchronized int added(String route) {
        if (routes.size() == ROUTES_MAX) {
            return ROUTES_MAX;
        }
        return numbers.computeIfAbsent(route, name -> {
            routes.add(name);
            return routes.size() - 1;
        });
    }
}
