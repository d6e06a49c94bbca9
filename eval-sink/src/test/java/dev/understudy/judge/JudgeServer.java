package dev.understudy.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.understudy.log.JsonLine;
import dev.understudy.pair.MalformedRecordException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A judge on a real socket that speaks chat completions and is as biased as a test wants it. */
final class JudgeServer implements AutoCloseable {
    private static final Pattern ANSWERS = Pattern.compile(
            "\\[Answer of assistant A]\n(.*)\n\\[End of answer A]\n\n\\[Answer of assistant B]\n(.*)\n\\[End of answer B]",
            Pattern.DOTALL);

    final List<String> prompts = new CopyOnWriteArrayList<>();
    final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    /** A reply to a prompt: a status, and what it says. */
    record Answer(int status, String body) {
        static Answer said(String text) {
            var json = JsonLine.object();
            json.putArray("choices")
                    .addObject()
                    .putObject("message")
                    .put("role", "assistant")
                    .put("content", text);
            json.putObject("usage").put("prompt_tokens", 100).put("completion_tokens", 10);
            return new Answer(200, json.toString());
        }
    }

    JudgeServer(Function<String, Answer> answering) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v1/chat/completions", exchange -> answer(exchange, answering));
        server.start();
    }

    /** One that looks at both answers and names the better: A, B or C. */
    static JudgeServer comparing(BiFunction<String, String, String> better) throws IOException {
        return new JudgeServer(prompt -> {
            Matcher matcher = ANSWERS.matcher(prompt);
            if (!matcher.find()) {
                return new Answer(400, "no answers in the prompt");
            }
            return Answer.said("Because. [[" + better.apply(matcher.group(1), matcher.group(2)) + "]]");
        });
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    private void answer(HttpExchange exchange, Function<String, Answer> answering) throws IOException {
        try (exchange) {
            JsonNode request = JsonLine.parse(exchange.getRequestBody().readAllBytes());
            String prompt = request.path("messages").path(0).path("content").asText();
            prompts.add(prompt);
            authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("authorization")));
            Answer answer = answering.apply(prompt);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        } catch (MalformedRecordException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
