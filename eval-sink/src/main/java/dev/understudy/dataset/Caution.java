package dev.understudy.dataset;

import dev.understudy.pair.Pair;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;

/**
 * What is heeded when recorded requests are sent again.
 *
 * @param mayBeSent whether another model may get this recorded request at all
 * @param redaction a new pair, and the recorded one it came of, to the new one as it may be kept; any thread may call it
 */
public record Caution(Predicate<Pair> mayBeSent, BinaryOperator<Pair> redaction) {}
