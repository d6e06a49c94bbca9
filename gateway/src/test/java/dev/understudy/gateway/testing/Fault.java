package dev.understudy.gateway.testing;

import java.io.IOException;

/** What a network does to the bytes that go one way, named after the state that it is in. */
@FunctionalInterface
public interface Fault {
    /** Passes on what it likes of these bytes, on the way's thread. */
    void pass(FaultProxy.Way way, byte[] bytes, int count) throws IOException;

    static Fault none() {
        return (way, bytes, count) -> way.write(bytes, 0, count);
    }

    /** Passes pieces of that size, each in a packet of its own. */
    static Fault cutting(int size) {
        return (way, bytes, count) -> {
            for (int from = 0; from < count; from += size) {
                way.write(bytes, from, Math.min(size, count - from));
            }
        };
    }

    /** Passes so many bytes and then resets both ends. */
    static Fault resettingAfter(long most) {
        return (way, bytes, count) -> {
            way.writeUpTo(most, bytes, count);
            if (way.passed() >= most) {
                way.reset();
            }
        };
    }

    /** Passes so many bytes and says that there will be no more; the other way stays open. */
    static Fault endingAfter(long most) {
        return (way, bytes, count) -> {
            way.writeUpTo(most, bytes, count);
            if (way.passed() >= most) {
                way.end();
            }
        };
    }

    /** Passes so many bytes and loses all others, without a word: the peer's machine is gone. */
    static Fault vanishingAfter(long most) {
        return (way, bytes, count) -> way.writeUpTo(most, bytes, count);
    }

    /** Passes so many bytes, and the rest when the gate opens. */
    static Fault stallingAfter(long most, Gate gate) {
        return (way, bytes, count) -> {
            int first = way.writeUpTo(most, bytes, count);
            if (first < count) {
                gate.await();
                way.write(bytes, first, count - first);
            }
        };
    }
}
