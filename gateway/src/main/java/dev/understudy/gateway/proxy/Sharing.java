package dev.understudy.gateway.proxy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.understudy.config.Route;
import dev.understudy.gateway.wire.Capture;
import dev.understudy.gateway.wire.Failure;
import dev.understudy.gateway.wire.Grpc;
import dev.understudy.gateway.wire.HttpFields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** Which requests may be sent to more than one model: only those that leave nothing behind. */
final class Sharing {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Set<String> BY_DEFAULT = Set.of("GET", "HEAD", "OPTIONS", "POST");
    private static final Set<String> STATEFUL_PATHS = Set.of(
            "files",
            "uploads",
            "batches",
            "fine_tuning",
            "assistants",
            "threads",
            "vector_stores",
            "conversations",
            "containers");

    private Sharing() {}

    /** Why this request must go to one model alone. */
    static Optional<Failure> refusal(Route route, ClientRequest request) {
        Optional<String> optOut = request.header(HttpFields.OPT_OUT);
        if (optOut.isPresent() && !optOut.get().equalsIgnoreCase("false")) {
            return Optional.of(Failure.OPTED_OUT);
        }
        if (request.isGrpc() && !isUnary(request.kept())) {
            return Optional.of(Failure.STREAMED_REQUEST);
        }
        boolean named = !route.match().methods().isEmpty() || BY_DEFAULT.contains(request.method());
        Capture body = request.kept();
        boolean stateful = isStatefulPath(request.path()) || (body.isWhole() && isStatefulBody(body.bytes()));
        return named && !stateful ? Optional.empty() : Optional.of(Failure.NOT_MIRRORED);
    }

    /** Whether all of a gRPC request is here, and is one message. */
    private static boolean isUnary(Capture body) {
        return body.isComplete() && body.isWhole() && Grpc.isOneMessage(body.bytes());
    }

    /** Whether a JSON body asks the model to keep something, or refers to what it kept. */
    private static boolean isStatefulBody(byte[] body) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        if (!text.contains("\"store\"") && !text.contains("\"previous_response_id\"")) {
            return false;
        }
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                if (name.equals("store") && value == JsonToken.VALUE_TRUE) {
                    return true;
                }
                if (name.equals("previous_response_id") && value == JsonToken.VALUE_STRING) {
                    return true;
                }
                parser.skipChildren();
            }
            return false;
        } catch (IOException notJson) {
            return false;
        }
    }

    private static boolean isStatefulPath(String path) {
        int version = path.indexOf("/v1/");
        if (version < 0) {
            return false;
        }
        int start = version + 4;
        int end = path.indexOf('/', start);
        return STATEFUL_PATHS.contains(end < 0 ? path.substring(start) : path.substring(start, end));
    }
}
