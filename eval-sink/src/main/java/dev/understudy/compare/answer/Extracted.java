package dev.understudy.compare.answer;

/** An answer, or why there is none. */
public sealed interface Extracted {

    /** It could be read. */
    record Found(Answer answer) implements Extracted {}

    /** It could not, and this is why; {@code detail} names the pointer or the encoding, or is empty. */
    record Unusable(Fault fault, String detail) implements Extracted {}
}
