package dev.understudy.pair;

import dev.understudy.config.Model.Price;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Adds to a pair what its models did not say: tokens as counted here, and what they cost. On the log's writing thread,
 * where it may take its time.
 *
 * @param prices of a model, by its name
 */
public record EstimatedUsage(Function<String, Optional<Price>> prices, Listener listener)
        implements UnaryOperator<Pair> {
    /** Who wants to know of an estimate. */
    public interface Listener {
        /** The leg as it is from now on. */
        void estimated(Pair pair, Leg leg);
    }

    @Override
    public Pair apply(Pair pair) {
        List<Leg> legs = new ArrayList<>(pair.legs().size());
        boolean changed = false;
        for (Leg leg : pair.legs()) {
            Optional<Leg> completed = completed(pair, leg);
            changed |= completed.isPresent();
            legs.add(completed.orElse(leg));
        }
        return changed ? pair.withLegs(legs) : pair;
    }

    /** Empty when there is nothing to add. */
    private Optional<Leg> completed(Pair pair, Leg leg) {
        Body body = leg.body();
        AssembledLeg.Read read = leg.tokens() != null ? null : AssembledLeg.read(leg);
        if (read == null || body == null || !read.facts().isAnswer()) {
            return Optional.empty();
        }
        Leg assembled = read.leg();
        Leg.Tokens said = assembled.tokens();
        if (said != null) {
            return Optional.of(AssembledLeg.withTokens(assembled, said, cost(leg, said)));
        }
        double kept = body.length() > body.bytes().length ? (double) body.bytes().length / body.length() : 1;
        Leg.Tokens counted = TokenEstimate.of(pair.request().body(), read.answer(), read.facts(), kept);
        if (counted == null) {
            return Optional.of(assembled);
        }
        Leg.Tokens tokens = leg.outcome() == Leg.Outcome.OK ? counted : counted.cut();
        Leg estimated = AssembledLeg.withTokens(assembled, tokens, cost(leg, tokens));
        listener.estimated(pair, estimated);
        return Optional.of(estimated);
    }

    private Leg.@Nullable Cost cost(Leg leg, Leg.Tokens tokens) {
        return prices.apply(leg.model()).map(tokens::cost).orElse(null);
    }
}
