package dev.understudy.log;

import dev.understudy.pair.Feedback;
import dev.understudy.pair.Pair;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All feedback of a log by the pair it is about, each event once. It is held in memory whole, some 300 bytes an event;
 * feedback is rare beside pairs.
 */
public final class FeedbackIndex {
    private final Map<String, List<Feedback>> byPair = new HashMap<>();
    private final Reading reading;

    private FeedbackIndex(PairLog log) throws IOException {
        Set<String> events = new HashSet<>();
        reading = log.feedback(feedback -> {
            if (events.add(feedback.eventId())) {
                byPair.computeIfAbsent(feedback.id(), id -> new ArrayList<>(1)).add(feedback);
            }
        });
    }

    public static FeedbackIndex of(PairLog log) throws IOException {
        return new FeedbackIndex(log);
    }

    /** How many pairs there is feedback about. */
    public long pairs() {
        return byPair.size();
    }

    public Reading reading() {
        return reading;
    }

    public List<Feedback> about(String pairId) {
        return List.copyOf(byPair.getOrDefault(pairId, List.of()));
    }

    /** The pair with what it carries and what came later, each event once. */
    public Pair join(Pair pair) {
        List<Feedback> later = byPair.getOrDefault(pair.id(), List.of());
        if (later.isEmpty()) {
            return pair;
        }
        List<Feedback> all = new ArrayList<>(pair.feedback());
        Set<String> carried = new HashSet<>();
        all.forEach(feedback -> carried.add(feedback.eventId()));
        later.stream().filter(feedback -> carried.add(feedback.eventId())).forEach(all::add);
        return pair.withFeedback(all);
    }
}
