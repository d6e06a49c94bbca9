package dev.understudy.compare.metric;

import java.util.List;

/** Gathers figures of many pairs together, which no mean of single figures gives. One thread until it is merged. */
public interface SetFigure {
    void add(Observation observation);

    /** Of another part of the same pairs, of the same kind. */
    void merge(SetFigure other);

    /** Those that apply. */
    List<Estimate> estimates(Precision precision);
}
