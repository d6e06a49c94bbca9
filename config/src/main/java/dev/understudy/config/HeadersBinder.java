package dev.understudy.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Binds mappings of header names to values; names become lower-case, and then must still differ. */
final class HeadersBinder {
    private static final int HEADERS_MAX = 100;

    private HeadersBinder() {}

    /** @param reader what to make of a value, knowing the header's name */
    static Optional<Map<String, String>> headers(Value value, BiFunction<String, Value, Optional<String>> reader) {
        return Section.entries(value, "headers, such as {x-tier: canary}").flatMap(entries -> {
            if (entries.isEmpty() || entries.size() > HEADERS_MAX) {
                return value.refuse(entries.size() + " headers", "1.." + HEADERS_MAX);
            }
            Map<String, String> headers = new LinkedHashMap<>();
            for (Section.Entry entry : entries) {
                Words.headerName(entry.name(), entry.value())
                        .ifPresent(name -> reader.apply(name, entry.value()).ifPresent(text -> {
                            if (headers.putIfAbsent(name, text) != null) {
                                entry.value().refuse("the header is set already, with other capitals", "once");
                            }
                        }));
            }
            return Optional.of(headers);
        });
    }
}
