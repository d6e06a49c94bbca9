package dev.understudy.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Binds a route's {@code record}. */
final class RecordingBinder {
    static final Keys RECORD = Keys.of("percent", "maxBody", "redact");
    static final Keys REDACT = Keys.of("headers", "jsonPointers");

    private RecordingBinder() {}

    static Optional<Recording> record(Value value) {
        Recording otherwise = Recording.DEFAULT;
        return Section.open(value, RECORD).map(section -> {
            Optional<Section> redact = section.read("redact", given -> Section.open(given, REDACT));
            return new Recording(
                    section.read("percent", Scalars.PERCENT, otherwise.percent()),
                    section.read("maxBody", Quantities.bytesInMemory(0, Quantities.GIB), otherwise.maxBody()),
                    redact.map(RecordingBinder::headers).orElse(otherwise.redactHeaders()),
                    redact.map(RecordingBinder::pointers).orElse(otherwise.redactPointers()));
        });
    }

    private static Set<String> headers(Section redact) {
        return new LinkedHashSet<>(redact.read("headers", Words.HEADER_NAME.distinctList(0), List.of()));
    }

    private static List<Pointer> pointers(Section redact) {
        return redact.read("jsonPointers", Words.POINTER.distinctList(0), List.of());
    }
}
