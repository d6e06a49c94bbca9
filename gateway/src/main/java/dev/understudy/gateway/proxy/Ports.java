package dev.understudy.gateway.proxy;

import dev.understudy.config.Recording;
import dev.understudy.log.PairSink;
import dev.understudy.pair.Pair;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What the data plane needs of the rest of the process. None of it may block.
 *
 * @param redaction what a route's settings make of a pair before it leaves the event loop
 * @param sinkFill how full the sink's queue is, out of 1
 * @param unitHash the keyed hash that stands for a unit's key
 */
public record Ports(
        PairSink sink,
        Function<Recording, UnaryOperator<Pair>> redaction,
        UnaryOperator<String> unitHash,
        DoubleSupplier sinkFill,
        FeedbackPort feedback,
        ImpressionPort impressions) {}
