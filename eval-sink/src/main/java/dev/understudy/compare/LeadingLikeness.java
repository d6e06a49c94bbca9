package dev.understudy.compare;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which figure of likeness speaks for all: the one made for this kind of answer. {@code agreement} says least, so any other
 * goes before it.
 */
final class LeadingLikeness {
    private static final List<String> ORDER = List.of(
            "overlap_at_10",
            "token_f1_unicode",
            "embedding_cosine",
            "cluster_agreement",
            "box_agreement",
            "mask_agreement",
            "risk_agreement",
            "agreement");

    /** Of one pair the order of a list says more: what is turned round still overlaps wholly. */
    private static final List<String> ORDER_IN_PAIR =
            Stream.concat(Stream.of("rank_correlation"), ORDER.stream()).toList();

    /** The rank of all others. */
    static final int NEVER = ORDER_IN_PAIR.size();

    private LeadingLikeness() {}

    /** The first of those that there are; empty when none of them leads. */
    static Optional<String> of(Collection<String> names) {
        return ORDER.stream().filter(names::contains).findFirst();
    }

    /** How early it comes where one pair is looked at, or {@link #NEVER}. */
    static int rank(String name) {
        int place = ORDER_IN_PAIR.indexOf(name);
        return place < 0 ? NEVER : place;
    }
}
