package dev.understudy.gateway.proxy;

import dev.understudy.gateway.observe.ExchangeView;
import dev.understudy.gateway.trace.Tracer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who is told of exchanges. Both are told on the event loop and return at once.
 *
 * @param tracer finds each request's trace; null when none is looked for
 * @param spans hears of each sampled exchange, once every leg is over; null when nobody listens
 * @param accessLog hears of each exchange, once its answer is out; null when nobody listens
 */
public record Observers(
        @Nullable Tracer tracer,
        @Nullable Consumer<ExchangeView> spans,
        @Nullable Consumer<ExchangeView> accessLog) {
    public static final Observers NONE = new Observers(null, null, null);
}
