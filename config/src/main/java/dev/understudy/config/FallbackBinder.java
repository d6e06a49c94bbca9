package dev.understudy.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** Binds {@code fallback}. */
final class FallbackBinder {
    static final Keys FALLBACK = Keys.of("on", "maxHeld");

    private FallbackBinder() {}

    static Optional<Fallback> fallback(Value value) {
        Reader<List<Fallback.Cause>> causes =
                Scalars.choice(Fallback.Cause.values(), Fallback.Cause::yaml).distinctList(0);
        return Section.open(value, FALLBACK).flatMap(section -> {
            int maxHeld = section.read("maxHeld", Quantities.bytesInMemory(0, Quantities.GIB), Fallback.MAX_HELD);
            return section.require(
                            "on",
                            causes,
                            "a list of connectError, status5xx, firstByteTimeout, firstTokenTimeout, streamError;"
                                    + " [] for never")
                    .map(on -> new Fallback(new LinkedHashSet<>(on), maxHeld));
        });
    }
}
