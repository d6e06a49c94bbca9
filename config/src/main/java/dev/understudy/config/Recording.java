package dev.understudy.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What of a route's requests is kept.
 *
 * @param percent the share of requests that is recorded
 * @param maxBody the most of a body that is kept; what is longer is cut and marked as truncated
 * @param redactHeaders lower-case names, beside those that are always redacted
 * @param redactPointers fields of JSON bodies, in requests and responses
 */
public record Recording(Percent percent, int maxBody, Set<String> redactHeaders, List<Pointer> redactPointers) {
    public static final Recording DEFAULT = new Recording(Percent.ALL, 1024 * 1024, Set.of(), List.of());

    public Recording {
        redactHeaders = Set.copyOf(redactHeaders);
        redactPointers = List.copyOf(redactPointers);
        if (maxBody < 0) {
            throw new IllegalArgumentException("maxBody: " + maxBody + " (expected: >= 0)");
        }
    }

    /** The same without the keys of units, which a record holds only as hashes. */
    public Recording withoutKeys(Identity identity) {
        Set<String> headers = new HashSet<>(redactHeaders);
        List<Pointer> pointers = new ArrayList<>(redactPointers);
        for (UnitKind kind : UnitKind.values()) {
            for (Identity.Source source : identity.sources(kind)) {
                if (source instanceof Identity.Source.Header header) {
                    headers.add(header.name());
                } else if (source instanceof Identity.Source.BodyField field) {
                    pointers.add(field.pointer());
                }
            }
        }
        return new Recording(percent, maxBody, headers, pointers);
    }
}
