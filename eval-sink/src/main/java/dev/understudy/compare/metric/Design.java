package dev.understudy.compare.metric;

/** What may be subtracted from what. */
public enum Design {
    /** Both models were asked the same request: differences within pairs. */
    PAIRED,
    /** Each request went to the arm it was assigned: one mean per arm, whoever served in the end. */
    UNPAIRED
}
