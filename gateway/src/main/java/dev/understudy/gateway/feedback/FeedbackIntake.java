package dev.understudy.gateway.feedback;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.understudy.gateway.observe.Catalogue;
import dev.understudy.log.PairSink;
import dev.understudy.pair.Feedback;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Where feedback comes in: checks a body of events, drops the repeated ones, and hands the rest to the log.
 *
 * <p>A body is taken as a whole or refused as a whole, except when the log is full half-way: then the sender is told to
 * send it again, and what was taken already is recognised by its event id. Event ids are remembered for a day, at most
 * {@value #EVENT_IDS_MAX} of them; the comparison drops repeats that are further apart. A pair that is not known here is no
 * error: feedback may come days later, or reach another instance.
 */
public final class FeedbackIntake {
    /** Largest body; a transport may refuse earlier, never later. */
    public static final int BODY_BYTES_MAX = 1024 * 1024;

    private static final long EVENT_IDS_MAX = 200_000;
    private static final int RETRY_AFTER_SECONDS = 1;
    private static final Set<String> COUNTED_EVENTS = Set.of("click", "label", "reward");

    private final PairSink sink;
    private final Impressions impressions;
    private final MeterRegistry meters;
    private final InstantSource clock;
    private final Map<List<String>, LongAdder> counters = new ConcurrentHashMap<>();
    private final Cache<String, Boolean> eventIds = Caffeine.newBuilder()
            .maximumSize(EVENT_IDS_MAX)
            .expireAfterWrite(Duration.ofDays(1))
            .build();

    public FeedbackIntake(PairSink sink, Impressions impressions, MeterRegistry meters, InstantSource clock) {
        this.sink = sink;
        this.impressions = impressions;
        this.meters = meters;
        this.clock = clock;
    }

    /** @param body JSON: one event or a list of them */
    public FeedbackAnswer accept(byte[] body) {
        if (body.length > BODY_BYTES_MAX) {
            return FeedbackAnswer.tooLarge(body.length, BODY_BYTES_MAX);
        }
        FeedbackParser.Parsed parsed = FeedbackParser.parse(body, clock.instant());
        return parsed.problems().isEmpty() ? take(parsed.events()) : FeedbackAnswer.refused(parsed.problems());
    }

    private FeedbackAnswer take(List<Feedback> events) {
        int accepted = 0;
        int duplicates = 0;
        int unknown = 0;
        for (Feedback event : events) {
            switch (offerOnce(event)) {
                case TAKEN -> {
                    accepted++;
                    unknown += count(event) ? 0 : 1;
                }
                case REPEATED -> duplicates++;
                case REFUSED -> {
                    return FeedbackAnswer.sinkBusy(accepted, duplicates, RETRY_AFTER_SECONDS);
                }
            }
        }
        return FeedbackAnswer.accepted(accepted, duplicates, unknown);
    }

    private enum Offer {
        TAKEN,
        REPEATED,
        REFUSED
    }

    /** Offers inside the map's compute, so that of two equal events at once one waits and sees how the other fared. */
    private Offer offerOnce(Feedback event) {
        boolean[] taken = new boolean[1];
        Boolean known = eventIds.asMap().computeIfAbsent(event.eventId(), id -> {
            taken[0] = sink.offer(event);
            return taken[0] ? Boolean.TRUE : null;
        });
        if (taken[0]) {
            return Offer.TAKEN;
        }
        return known == null ? Offer.REFUSED : Offer.REPEATED;
    }

    private boolean count(Feedback event) {
        Optional<Impression> impression = impressions.find(event.id());
        Credit credit = impression.map(known -> known.credit(event.item())).orElse(Credit.NONE);
        counters.computeIfAbsent(
                        List.of(
                                impression.map(Impression::route).orElse("unknown"),
                                COUNTED_EVENTS.contains(event.event()) ? event.event() : "other",
                                credit.label()),
                        tags -> Catalogue.FEEDBACK.counter(meters, tags.toArray(String[]::new)))
                .increment();
        return impression.isPresent();
    }
}
