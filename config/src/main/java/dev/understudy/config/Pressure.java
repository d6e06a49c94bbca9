package dev.understudy.config;

import java.time.Duration;

/**
 * What counts as too much, and when which work is given up for it. Direct memory and the queue of the log have limits of
 * their own and count against those.
 *
 * @param inFlight requests under way; one more is refused
 * @param loopLag how late an event loop comes to its work
 * @param bodies of the heap, for bodies that are kept for copies, fallback, mixing and records; what is over is not kept
 * @param shed at which part of the fullest limit what goes
 * @param calmAfter how long it must have been better before one step is taken back
 */
public record Pressure(int inFlight, Duration loopLag, Percent bodies, Shed shed, Duration calmAfter) {
    public static final Pressure DEFAULT =
            new Pressure(10_000, Duration.ofSeconds(3), new Percent(25), Shed.DEFAULT, Duration.ofSeconds(2));

    public Pressure {
        if (inFlight < 1) {
            throw new IllegalArgumentException("inFlight: " + inFlight + " (expected: >= 1)");
        }
        if (loopLag.toMillis() < 1) {
            throw new IllegalArgumentException("loopLag: " + loopLag + " (expected: >= 1ms)");
        }
        if (bodies.value() == 0) {
            throw new IllegalArgumentException("bodies: " + bodies + " (expected: more than 0)");
        }
    }

    /** In the order in which they go, each at its part of the fullest limit. */
    public record Shed(Percent shadows, Percent bodies, Percent interleaving, Percent requests) {
        public static final Shed DEFAULT = new Shed(new Percent(70), new Percent(80), new Percent(90), new Percent(95));

        public Shed {
            if (!(shadows.value() > 0
                    && shadows.value() <= bodies.value()
                    && bodies.value() <= interleaving.value()
                    && interleaving.value() <= requests.value())) {
                throw new IllegalArgumentException("shed: " + shadows + ", " + bodies + ", " + interleaving + ", "
                        + requests + " (expected: none smaller than the one before)");
            }
        }
    }
}
