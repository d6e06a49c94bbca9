package dev.understudy.gateway.proxy;

import dev.understudy.config.Route;
import dev.understudy.gateway.llm.Api;
import dev.understudy.gateway.llm.SideEffect;
import dev.understudy.gateway.wire.Capture;
import dev.understudy.gateway.wire.Copying;
import dev.understudy.gateway.wire.Failure;
import dev.understudy.gateway.wire.Grpc;
import dev.understudy.gateway.wire.HttpFields;
import java.util.Optional;

/** Which requests may be sent to more than one model: only those that leave nothing behind. */
final class Sharing {
    private Sharing() {}

    /** Why this request must go to one model alone, whatever its body says. */
    static Optional<Failure> refusal(Route route, ClientRequest request) {
        if (Copying.isOptedOut(request.header(HttpFields.OPT_OUT).orElse(null))) {
            return Optional.of(Failure.OPTED_OUT);
        }
        if (request.isGrpc() && !isUnary(request.kept())) {
            return Optional.of(Failure.STREAMED_REQUEST);
        }
        if (route.match().methods().isEmpty() && !Copying.isByDefault(request.method())) {
            return Optional.of(Failure.NOT_MIRRORED);
        }
        return SideEffect.ofPath(request.path()).map(Sharing::failure);
    }

    /** Whether all of a gRPC request is here, and is one message. */
    private static boolean isUnary(Capture body) {
        return body.isComplete() && body.isWhole() && Grpc.isOneMessage(body.bytes());
    }

    /** Why a second model must not get this body. */
    static Optional<Failure> refusal(ClientRequest request, byte[] body) {
        return SideEffect.ofBody(body, Api.of(request.path())).map(Sharing::failure);
    }

    private static Failure failure(SideEffect effect) {
        return switch (effect) {
            case STATEFUL_PATH -> Failure.STATEFUL_PATH;
            case STATE -> Failure.STATE_KEPT;
            case SERVER_TOOLS -> Failure.SERVER_TOOLS;
        };
    }
}
