package dev.understudy.pair;

import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Inflates what was compressed with gzip (RFC 1952) or deflate as it comes, in any pieces, within bounds: a little may stand
 * for very much. It never waits. One thread at a time; who made it closes it, since it holds memory outside of the heap.
 */
public final class Inflation implements AutoCloseable {
    static final int PIECE_BYTES = 8192;

    /** What is no bomb whatever it was made of; beyond it a byte may stand for this many. */
    private static final int SMALL_BYTES = 256 * 1024;

    private static final int RATIO_MAX = 100;

    private static final int MAGIC_1 = 0x1f;
    private static final int MAGIC_2 = 0x8b;
    private static final int DEFLATE = 8;
    private static final int CHECKSUM = 1 << 1;
    private static final int EXTRA = 1 << 2;
    private static final int NAME = 1 << 3;
    private static final int COMMENT = 1 << 4;
    private static final int FIXED_BYTES = 10;
    private static final int TRAILER_BYTES = 8;
    private static final long INT = 0xffff_ffffL;

    private final ContentCoding coding;
    private final long bytesMax;
    private final CRC32 sum = new CRC32();
    private final byte[] plain = new byte[PIECE_BYTES];
    private @Nullable Inflater inflater;
    private State state;
    private int flags;
    /** How many bytes of this part of a head or trailer came, or are still to come. */
    private int count;

    private long said;
    private long consumed;
    private long produced;

    /** What the next byte belongs to. */
    private enum State {
        BEGINNING,
        FIXED,
        EXTRA_LENGTH,
        EXTRA,
        NAME,
        COMMENT,
        CHECKSUM,
        DATA,
        TRAILER,
        /** All of it was there; in gzip's case another member may follow. */
        ENDED,
        /** Something stands behind all of it: padding, which does not count. */
        PADDING,
        /** Damaged, or larger than may be: nothing is read any more. */
        GIVEN_UP
    }

    /** Who wants what comes out. */
    public interface Receiver {
        /** The bytes are good until this returns. */
        void plain(byte[] bytes, int length);
    }

    /** The coding that the field names, if it is one that can be read so; otherwise null. */
    public static @Nullable ContentCoding coding(@Nullable String contentEncoding) {
        ContentCoding coding = ContentCoding.of(contentEncoding);
        return coding == ContentCoding.ZSTD ? null : coding;
    }

    /** @param bytesMax when more would come out, it gives up */
    public Inflation(ContentCoding coding, long bytesMax) {
        this.coding = switch (coding) {
            case GZIP, DEFLATE -> coding;
            case ZSTD -> throw new IllegalArgumentException("coding: ZSTD (expected: GZIP or DEFLATE)");
        };
        this.bytesMax = bytesMax;
        this.state = State.BEGINNING;
    }

    /** Reads the bytes from one place to another. */
    public void read(byte[] bytes, int from, int to, Receiver receiver) {
        consumed += to - from;
        int at = from;
        while (at < to && state != State.GIVEN_UP && state != State.PADDING) {
            at = state == State.DATA
                    ? inflate(Objects.requireNonNull(inflater), bytes, at, to, receiver)
                    : at + step(bytes[at] & 0xff);
        }
    }

    /** Whether everything that was sent was read. */
    public boolean isWhole() {
        return state == State.ENDED || state == State.PADDING;
    }

    /** Whether nothing is read any more. */
    public boolean hasGivenUp() {
        return state == State.GIVEN_UP;
    }

    @Override
    public void close() {
        if (inflater != null) {
            inflater.end();
        }
        state = isWhole() ? State.PADDING : State.GIVEN_UP;
    }

    /** As much as so many bytes may stand for. */
    static long most(long compressed, long bytesMax) {
        return Math.min(bytesMax, Math.max(SMALL_BYTES, compressed * RATIO_MAX));
    }

    private int inflate(Inflater inflater, byte[] bytes, int from, int to, Receiver receiver) {
        try {
            inflater.setInput(bytes, from, to - from);
            while (!inflater.finished()) {
                int length = inflater.inflate(plain);
                if (length == 0 && !inflater.finished() && (inflater.needsInput() || inflater.needsDictionary())) {
                    state = inflater.needsDictionary() ? State.GIVEN_UP : state;
                    return to;
                }
                produced += length;
                if (produced > most(consumed, bytesMax)) {
                    state = State.GIVEN_UP;
                    return to;
                }
                if (coding == ContentCoding.GZIP) {
                    sum.update(plain, 0, length);
                }
                receiver.plain(plain, length);
            }
            dataEnded();
            return to - inflater.getRemaining();
        } catch (DataFormatException e) {
            state = State.GIVEN_UP;
            return to;
        }
    }

    private void dataEnded() {
        if (coding == ContentCoding.DEFLATE) {
            state = State.ENDED;
        } else {
            begin(State.TRAILER, TRAILER_BYTES);
            said = 0;
        }
    }

    /** Takes one byte of what stands around the data; 0 when it is data itself. */
    private int step(int here) {
        switch (state) {
            case BEGINNING, ENDED -> {
                return beginning(here);
            }
            case FIXED -> fixed(here);
            case EXTRA_LENGTH -> {
                said |= (long) here << ((2 - count) * 8);
                if (--count == 0) {
                    begin(State.EXTRA, (int) said);
                    skipEmpty();
                }
            }
            case EXTRA, CHECKSUM -> {
                count--;
                skipEmpty();
            }
            case NAME, COMMENT -> {
                if (here == 0) {
                    next();
                }
            }
            case TRAILER -> trailer(here);
            case DATA, PADDING, GIVEN_UP ->
                throw new IllegalStateException("state: " + state + " (expected: around the data)");
        }
        return 1;
    }

    private int beginning(int here) {
        boolean again = state == State.ENDED;
        if (again && (coding == ContentCoding.DEFLATE || here != MAGIC_1)) {
            state = State.PADDING;
            return 1;
        }
        if (coding == ContentCoding.DEFLATE) {
            inflater = new Inflater((here & 0x0f) != DEFLATE);
            state = State.DATA;
            return 0;
        }
        if (inflater == null) {
            inflater = new Inflater(true);
        } else {
            inflater.reset();
            sum.reset();
        }
        if (here != MAGIC_1) {
            state = State.GIVEN_UP;
        } else {
            begin(State.FIXED, FIXED_BYTES - 1);
        }
        return 1;
    }

    private void fixed(int here) {
        int place = FIXED_BYTES - count;
        if ((place == 1 && here != MAGIC_2) || (place == 2 && here != DEFLATE)) {
            state = State.GIVEN_UP;
            return;
        }
        if (place == 3) {
            flags = here;
        }
        if (--count == 0) {
            next();
        }
    }

    /** The first part of the head that follows this one and is there. */
    private void next() {
        boolean fixed = state == State.FIXED;
        boolean extra = state == State.EXTRA;
        boolean name = state == State.NAME;
        if (fixed && (flags & EXTRA) != 0) {
            said = 0;
            begin(State.EXTRA_LENGTH, 2);
        } else if ((fixed || extra) && (flags & NAME) != 0) {
            state = State.NAME;
        } else if ((fixed || extra || name) && (flags & COMMENT) != 0) {
            state = State.COMMENT;
        } else if (state != State.CHECKSUM && (flags & CHECKSUM) != 0) {
            begin(State.CHECKSUM, 2);
        } else {
            state = State.DATA;
        }
    }

    private void skipEmpty() {
        if (count == 0) {
            next();
        }
    }

    private void trailer(int here) {
        said |= (long) here << ((TRAILER_BYTES - count) * 8);
        if (--count == 0) {
            boolean sameSum = (said & INT) == sum.getValue();
            boolean sameLength =
                    (said >>> Integer.SIZE) == (Objects.requireNonNull(inflater).getBytesWritten() & INT);
            state = sameSum && sameLength ? State.ENDED : State.GIVEN_UP;
        }
    }

    private void begin(State part, int bytes) {
        state = part;
        count = bytes;
    }
}
