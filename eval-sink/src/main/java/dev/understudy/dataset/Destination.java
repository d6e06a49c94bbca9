package dev.understudy.dataset;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.ask.Asker;
import dev.understudy.ask.TlsFiles;
import dev.understudy.config.Model;
import dev.understudy.config.Pointer;
import dev.understudy.config.Secret;
import dev.understudy.exchange.SideBySide;
import dev.understudy.log.JsonLine;
import dev.understudy.pair.BodyRewrite;
import dev.understudy.pair.Pair;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A model that recorded requests are sent to, outside the traffic: its first endpoint, its own credentials, and what its
 * {@code rewrite} changes. Of a recorded request's headers only what describes the body goes along.
 *
 * @param model its name in the pairs
 * @param setBody JSON by pointer
 * @param bearer empty: without credentials
 * @param reach by its {@code tls} and {@code http2}
 */
public record Destination(
        String model,
        URI base,
        Map<String, String> setHeaders,
        Map<Pointer, String> setBody,
        Optional<Secret> bearer,
        Duration timeout,
        Asker.Reach reach) {
    private static final List<String> HEADERS =
            List.of("content-type", "content-encoding", "accept", "accept-language");
    private static final String CHAT = "/v1/chat/completions";

    public Destination {
        setHeaders = Map.copyOf(setHeaders);
        setBody = Map.copyOf(setBody);
    }

    /** @throws IOException naming what of the model's settings cannot be followed here */
    public static Destination of(Model model) throws IOException {
        if (model.tls().serverName() != null) {
            throw new IOException(
                    "models." + model.name() + ".tls.serverName: " + model.tls().serverName()
                            + " is not followed outside the traffic (expected: an endpoint by that name)");
        }
        Optional<Secret> bearer = model.credentials() instanceof Model.Credentials.Bearer token
                ? Optional.of(token.token())
                : Optional.empty();
        return new Destination(
                model.name(),
                model.endpoints().get(0),
                model.rewrite().setHeaders(),
                model.rewrite().setBody(),
                bearer,
                model.timeouts().total(),
                new Asker.Reach(
                        TlsFiles.context(model.tls()),
                        model.http2() ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1));
    }

    /** An address and nothing else. */
    public static Destination of(String name, URI base, Duration timeout) {
        return new Destination(name, base, Map.of(), Map.of(), Optional.empty(), timeout, Asker.Reach.USUAL);
    }

    /** The recorded request as it is sent here. What was imported has none, and is asked as a chat. */
    Asker.Question question(Pair pair) throws IOException {
        boolean isImported = pair.revision().equals(SideBySide.IMPORTED);
        Map<String, String> headers = new TreeMap<>();
        for (String name : HEADERS) {
            String value = pair.request().headers().get(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        headers.putAll(setHeaders);
        if (bearer.isPresent()) {
            headers.put("authorization", "Bearer " + bearer.get().read());
        }
        byte[] body = isImported ? chat(pair) : pair.request().body().bytes();
        String path = isImported ? CHAT : pair.request().path();
        String root = base.toString().replaceAll("/+$", "");
        return new Asker.Question(pair.request().method(), URI.create(root + path), headers, rewritten(body));
    }

    private byte[] chat(Pair pair) {
        ObjectNode body = JsonLine.object().put("model", model);
        body.set(
                "messages",
                SideBySide.of(pair, SideBySide.Said.NOTHING).question().messages());
        return JsonLine.bytes(body);
    }

    /** As the gateway would have sent it. */
    private byte[] rewritten(byte[] body) {
        return setBody.isEmpty() ? body : new BodyRewrite(setBody).apply(body).orElse(body);
    }
}
