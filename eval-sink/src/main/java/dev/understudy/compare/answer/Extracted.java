package dev.understudy.compare.answer;

import org.jspecify.annotations.Nullable;

/** An answer, or why there is none. */
public sealed interface Extracted {

    /**
     * It could be read.
     *
     * @param flaw a part beside it that could not, and is taken as not there, or why it may not be what was meant; null
     *     without one
     */
    record Found(Answer answer, @Nullable Unusable flaw) implements Extracted {
        public Found(Answer answer) {
            this(answer, null);
        }
    }

    /** It could not, and this is why; {@code detail} names the pointer or the encoding, or is empty. */
    record Unusable(Fault fault, String detail) implements Extracted {}
}
