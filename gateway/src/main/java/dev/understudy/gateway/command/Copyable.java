package dev.understudy.gateway.command;

import dev.understudy.exchange.SideBySide;
import dev.understudy.gateway.llm.Api;
import dev.understudy.gateway.llm.SideEffect;
import dev.understudy.gateway.wire.HttpFields;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import dev.understudy.pair.Request;
import java.util.Set;

/** Which recorded requests another model may get later: those of which a shadow may get a copy at once. */
final class Copyable {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "OPTIONS", "POST");

    private Copyable() {}

    static boolean test(Pair recorded) {
        if (recorded.revision().equals(SideBySide.IMPORTED)) {
            return true; // it is no request, and is asked as a chat
        }
        Request request = recorded.request();
        String optOut = request.headers().get(HttpFields.OPT_OUT);
        String path = request.path().replaceFirst("[?].*", "");
        return (optOut == null || optOut.equalsIgnoreCase("false"))
                && recorded.legs().stream().noneMatch(leg -> leg.outcome() == Leg.Outcome.SKIPPED)
                && METHODS.contains(request.method())
                && SideEffect.ofPath(path).isEmpty()
                && SideEffect.ofBody(request.body().bytes(), Api.of(path)).isEmpty();
    }
}
