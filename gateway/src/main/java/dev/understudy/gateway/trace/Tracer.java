package dev.understudy.gateway.trace;

import dev.understudy.config.Percent;
import dev.understudy.gateway.wire.FieldName;
import dev.understudy.gateway.wire.Fields;
import dev.understudy.gateway.wire.TraceHeaders;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Finds a request's trace. Who called has decided whether it is sampled; where nobody has, the trace id decides, so that all
 * who sample by it decide alike.
 */
public record Tracer(Percent sample) {
    private static final long RANDOM_BITS = (1L << 56) - 1;

    /** The trace of a request, or a new one where it names none or a malformed one. */
    public Trace trace(Fields fields, SplittableRandom random) {
        long span = id(random);
        Optional<TraceParent> caller = caller(fields);
        if (caller.isPresent()) {
            return new Trace(caller.get().from(span), caller.get().span(), state(fields));
        }
        long low = id(random);
        boolean sampled = (low & RANDOM_BITS) < sample.share() * RANDOM_BITS;
        return new Trace(new TraceParent(id(random), low, span, sampled), 0, "");
    }

    /**
     * Where no spans are made: a copy still must not look like the call whose answer the client got. Null when the client
     * said nothing.
     */
    public static @Nullable TraceHeaders ofCopy(Fields fields, SplittableRandom random) {
        if (!fields.contains(FieldName.TRACEPARENT)) {
            return null;
        }
        return caller(fields)
                .map(parent -> new TraceHeaders(parent.from(id(random)).text(), TraceState.shadowed(state(fields))))
                .orElse(TraceHeaders.NONE);
    }

    /** A new id of a span; never 0. */
    public static long id(SplittableRandom random) {
        long id = random.nextLong();
        while (id == 0) {
            id = random.nextLong();
        }
        return id;
    }

    private static Optional<TraceParent> caller(Fields fields) {
        String text = fields.first(FieldName.TRACEPARENT);
        return text == null || fields.count(FieldName.TRACEPARENT) > 1 ? Optional.empty() : TraceParent.parse(text);
    }

    private static String state(Fields fields) {
        List<String> values = fields.all(FieldName.TRACESTATE);
        return values.isEmpty() ? "" : TraceState.of(values);
    }
}
