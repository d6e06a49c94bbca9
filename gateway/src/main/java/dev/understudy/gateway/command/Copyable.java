package dev.understudy.gateway.command;

import dev.understudy.exchange.SideBySide;
import dev.understudy.gateway.llm.Api;
import dev.understudy.gateway.llm.SideEffect;
import dev.understudy.gateway.wire.Copying;
import dev.understudy.gateway.wire.HttpFields;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import dev.understudy.pair.Request;

/** Which recorded requests another model may get later: those of which a shadow may get a copy at once. */
final class Copyable {
    private Copyable() {}

    static boolean test(Pair recorded) {
        if (recorded.revision().equals(SideBySide.IMPORTED)) {
            return true; // it is no request, and is asked as a chat
        }
        Request request = recorded.request();
        String path = request.path().replaceFirst("[?].*", "");
        return !Copying.isOptedOut(request.headers().get(HttpFields.OPT_OUT))
                && recorded.legs().stream().noneMatch(leg -> leg.outcome() == Leg.Outcome.SKIPPED)
                && Copying.isByDefault(request.method())
                && SideEffect.ofPath(path).isEmpty()
                && SideEffect.ofBody(request.body().bytes(), Api.of(path)).isEmpty();
    }
}
