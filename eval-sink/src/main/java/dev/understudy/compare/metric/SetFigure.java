package dev.understudy.compare.metric;

import java.util.List;
import java.util.Optional;

/** Gathers figures of many pairs together, which no mean of single figures gives. One thread until it is merged. */
public interface SetFigure {
    void add(Observation observation);

    /** Of another part of the same pairs, of the same kind. */
    void merge(SetFigure other);

    /** Those that apply. */
    List<Estimate> estimates(Precision precision);

    /** What was said of which class, where classes are gathered and there are any. */
    default Optional<Classes> classes() {
        return Optional.empty();
    }
}
