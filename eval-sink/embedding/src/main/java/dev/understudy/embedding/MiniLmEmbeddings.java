package dev.understudy.embedding;

import dev.understudy.compare.metric.Embeddings;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Whether a report asked for embeddings, and of which pairs. */
public final class MiniLmEmbeddings implements Embeddings {
    /** One for all: {@code ServiceLoader} makes this and each metric by itself, and the model is 90 MB. */
    private static final AtomicReference<@Nullable Asked> ASKED = new AtomicReference<>();

    /** @param share of the pairs */
    private record Asked(double share, TextVectors vectors) {}

    @Override
    public void begin(double percent) throws IOException {
        ASKED.set(
                new Asked(percent / 100, new TextVectors(MiniLm.load(), TextVectors.REMEMBERED_MAX, System::nanoTime)));
    }

    @Override
    public String done() {
        Asked asked = ASKED.getAndSet(null);
        if (asked == null) {
            return "embeddings: none";
        }
        TextVectors.Work work = asked.vectors.work();
        return String.format(
                Locale.ROOT,
                "embeddings: %d texts, %.1f ms each; %d longer than the model reads at once (the mean of parts of"
                        + " at most %d tokens), %d cut after %d characters; %d comparisons with a blank text",
                work.computed(),
                work.computed() == 0 ? 0 : work.millis() / work.computed(),
                work.inParts(),
                MiniLm.TOKENS_AT_ONCE,
                work.cut(),
                TextVectors.CHARS_MAX,
                work.blank());
    }

    /**
     * NaN where no report asked, or not for this pair.
     *
     * @param hash of the pair's id
     */
    static double of(long hash, ToDoubleFunction<TextVectors> figure) {
        Asked asked = ASKED.get();
        return asked != null && isBelow(hash, asked.share) ? figure.applyAsDouble(asked.vectors) : Double.NaN;
    }

    /** Whether a hash lies in the first part of all: who is in stays in while the share grows. */
    static boolean isBelow(long hash, double share) {
        return (hash >>> 1) < share * Long.MAX_VALUE;
    }
}
