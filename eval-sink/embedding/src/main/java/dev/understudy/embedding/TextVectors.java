package dev.understudy.embedding;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import dev.understudy.compare.answer.Answer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The vectors of texts, each computed once as long as it is remembered. Any thread may use it.
 *
 * <p>Remembered are those that were asked for last, by a hash of 128 bits: two texts of the same one do not happen.
 */
final class TextVectors {
    /** Some 1.6 KB each. */
    static final int REMEMBERED_MAX = 20_000;
    /** Of a text, in UTF-16; the rest is not looked at. Some thirty times what the model reads at once. */
    static final int CHARS_MAX = 16_384;

    /** Of the longest text that the model may well read to its end: 126 words of English with their spaces. */
    private static final int CHARS_AT_ONCE = 750;

    private static final double NANOS_PER_MILLI = 1e6;
    private static final Answer.Vector NOTHING = new Answer.Vector();

    private static final float LOAD_FACTOR = 0.75f;

    private final Model model;
    private final LongSupplier nanoTime;
    private final Map<HashValue128, Answer.Vector> remembered;
    private final AtomicLong computed = new AtomicLong();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong inParts = new AtomicLong();
    private final AtomicLong cut = new AtomicLong();
    private final AtomicLong blank = new AtomicLong();

    TextVectors(Model model, int rememberedMax, LongSupplier nanoTime) {
        this.model = model;
        this.nanoTime = nanoTime;
        remembered = new LinkedHashMap<>(1024, LOAD_FACTOR, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<HashValue128, Answer.Vector> eldest) {
                return size() > rememberedMax;
            }
        };
    }

    /** What turns texts into vectors. */
    interface Model {
        /** @return no vector for a text in which there is nothing to read */
        Computed compute(String text);
    }

    /** @param tokens that were read; as many as the model reads at once may mean that there were more */
    @SuppressWarnings("ArrayRecordComponent") // handed on once, and never compared
    record Computed(float[] vector, int tokens) {}

    /**
     * What was asked for so far.
     *
     * @param computed texts
     * @param millis that took, of all threads together
     * @param inParts of these, those longer than the model reads at once
     * @param cut of these, those longer than {@link #CHARS_MAX}
     * @param blank comparisons with a text in which there is nothing to read
     */
    record Work(long computed, double millis, long inParts, long cut, long blank) {}

    /** The cosine of the vectors of both: blank texts are like each other, and like no other. */
    double cosine(String left, String right) {
        Answer.Vector first = vector(left);
        Answer.Vector second = vector(right);
        if (first.size() == 0 || second.size() == 0) {
            blank.incrementAndGet();
            return first.size() == second.size() ? 1 : 0;
        }
        return left.equals(right) ? 1 : first.cosine(second);
    }

    Work work() {
        return new Work(computed.get(), nanos.get() / NANOS_PER_MILLI, inParts.get(), cut.get(), blank.get());
    }

    private Answer.Vector vector(String text) {
        if (text.isBlank()) {
            return NOTHING;
        }
        HashValue128 key = Hashing.xxh3_128().hashCharsTo128Bits(text);
        synchronized (remembered) {
            Answer.Vector known = remembered.get(key);
            if (known != null) {
                return known;
            }
        }
        Answer.Vector vector = compute(text);
        synchronized (remembered) {
            remembered.put(key, vector);
        }
        return vector;
    }

    private Answer.Vector compute(String text) {
        long started = nanoTime.getAsLong();
        Parts parts = new Parts();
        add(text.length() > CHARS_MAX ? text.substring(0, cut(text, CHARS_MAX)) : text, parts);
        nanos.addAndGet(nanoTime.getAsLong() - started);
        computed.incrementAndGet();
        if (parts.count > 1) {
            inParts.incrementAndGet();
        }
        if (text.length() > CHARS_MAX) {
            cut.incrementAndGet();
        }
        return new Answer.Vector(parts.sum);
    }

    /** The text, or where the model may not have read to its end, its halves. */
    private void add(String text, Parts parts) {
        if (text.length() <= CHARS_AT_ONCE) {
            Computed found = model.compute(text);
            if (found.tokens() < MiniLm.TOKENS_AT_ONCE || text.length() < 2) {
                parts.add(found);
                return;
            }
        }
        int middle = middle(text);
        add(text.substring(0, middle), parts);
        add(text.substring(middle), parts);
    }

    /** Between two words where there are any near the middle. */
    private static int middle(String text) {
        int half = text.length() / 2;
        for (int at = half; at > half / 2; at--) {
            if (Character.isWhitespace(text.charAt(at))) {
                return at;
            }
        }
        return cut(text, half);
    }

    /** No character is cut in half. */
    private static int cut(String text, int at) {
        return at > 1 && Character.isHighSurrogate(text.charAt(at - 1)) ? at - 1 : at;
    }

    /** The vectors of a text's parts, each by its tokens. Only its direction counts. */
    private static final class Parts {
        private double[] sum = new double[0];
        private int count;

        void add(Computed part) {
            if (part.tokens() == 0) {
                return;
            }
            if (count == 0) {
                sum = new double[part.vector().length];
            }
            for (int i = 0; i < sum.length; i++) {
                sum[i] += (double) part.vector()[i] * part.tokens();
            }
            count++;
        }
    }
}
