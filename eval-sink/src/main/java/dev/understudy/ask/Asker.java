package dev.understudy.ask;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/**
 * Sends one request and waits for all of the answer. What may pass by itself, a refused connection or a status of 429, 502,
 * 503 or 504, is tried again after a pause that doubles, or as long as {@code retry-after} says, up to a minute.
 *
 * <p>Any number of threads may use it.
 */
public final class Asker {
    /** Of an answer; more is cut off and the answer counts as failed. */
    public static final int BODY_BYTES_MAX = 16 * 1024 * 1024;

    private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final long PAUSE_MILLIS_MAX = 60_000;
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.RFC_1123_DATE_TIME;

    private final HttpClient client;
    private final Duration timeout;
    private final int retries;
    private final Duration firstPause;

    /**
     * How whoever is asked is reached.
     *
     * @param tls empty: with the system's authorities
     */
    public record Reach(Optional<SSLContext> tls, HttpClient.Version version) {
        public static final Reach USUAL = new Reach(Optional.empty(), HttpClient.Version.HTTP_1_1);
    }

    /** @param firstPause before the first retry; the next is twice as long */
    public Asker(Duration timeout, int retries, Duration firstPause) {
        this(timeout, retries, firstPause, Reach.USUAL);
    }

    /** @param firstPause before the first retry; the next is twice as long */
    public Asker(Duration timeout, int retries, Duration firstPause, Reach reach) {
        HttpClient.Builder builder =
                HttpClient.newBuilder().connectTimeout(CONNECT).version(reach.version());
        reach.tls().ifPresent(builder::sslContext);
        client = builder.build();
        this.timeout = timeout;
        this.retries = retries;
        this.firstPause = firstPause;
    }

    /** @param headers in lower case */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Question(String method, URI uri, Map<String, String> headers, byte[] body) {}

    /** What came of it. */
    public sealed interface Outcome {
        int attempts();

        /** All of an answer, whatever its status. */
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Answered(
                int status,
                Map<String, String> headers,
                byte[] body,
                double firstByteMs,
                double lastByteMs,
                int attempts)
                implements Outcome {
            public boolean isGood() {
                return status < 400;
            }
        }

        /** @param cause {@code connect}, {@code timeout}, {@code reset}, {@code too_large}; {@code request} when it cannot be sent */
        record Failed(String cause, String detail, int attempts) implements Outcome {}
    }

    /** Blocks until there is an answer, or none any more. */
    public Outcome ask(Question question) throws InterruptedException {
        HttpRequest request;
        try {
            request = request(question);
        } catch (IOException e) {
            return new Outcome.Failed("request", String.valueOf(e.getMessage()), 0);
        }
        for (int attempt = 1; ; attempt++) {
            Outcome outcome = once(request, attempt);
            if (attempt > retries || !mayPass(outcome)) {
                return outcome;
            }
            TimeUnit.MILLISECONDS.sleep(pauseMillis(outcome, attempt));
        }
    }

    private static boolean mayPass(Outcome outcome) {
        if (outcome instanceof Outcome.Answered answered) {
            return PASSING.contains(answered.status());
        }
        return !((Outcome.Failed) outcome).cause().equals("too_large");
    }

    private long pauseMillis(Outcome outcome, int attempt) {
        long doubling = firstPause.toMillis() << Math.min(attempt - 1, 16);
        OptionalLong said = outcome instanceof Outcome.Answered answered
                ? retryAfterMillis(answered.headers())
                : OptionalLong.empty();
        return Math.min(PAUSE_MILLIS_MAX, said.orElse(doubling));
    }

    /** Seconds; or a date, which is held against the answer's own, so that no two clocks need agree (RFC 9110, section 10.2.3). */
    static OptionalLong retryAfterMillis(Map<String, String> headers) {
        String said = headers.getOrDefault("retry-after", "");
        if (said.matches("[0-9]{1,6}")) {
            return OptionalLong.of(Long.parseLong(said) * 1000);
        }
        try {
            Instant until = HTTP_DATE.parse(said, Instant::from);
            Instant now = HTTP_DATE.parse(headers.getOrDefault("date", ""), Instant::from);
            return OptionalLong.of(Math.max(0, Duration.between(now, until).toMillis()));
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }

    private Outcome once(HttpRequest request, int attempt) throws InterruptedException {
        long start = System.nanoTime();
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            double firstByte = millisSince(start);
            byte[] body;
            try (InputStream in = response.body()) {
                body = read(in, start);
            }
            Map<String, String> headers = new TreeMap<>();
            response.headers().map().forEach((name, values) -> headers.put(name, String.join(", ", values)));
            return body.length > BODY_BYTES_MAX
                    ? new Outcome.Failed("too_large", "more than " + BODY_BYTES_MAX + " bytes", attempt)
                    : new Outcome.Answered(
                            response.statusCode(), headers, body, firstByte, millisSince(start), attempt);
        } catch (HttpTimeoutException e) {
            return new Outcome.Failed("timeout", "no answer within " + timeout.toMillis() + "ms", attempt);
        } catch (IOException e) {
            String cause = e instanceof ConnectException ? "connect" : "reset";
            return new Outcome.Failed(cause, e.getClass().getSimpleName() + ": " + e.getMessage(), attempt);
        }
    }

    private HttpRequest request(Question question) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(question.uri())
                .timeout(timeout)
                .method(question.method(), HttpRequest.BodyPublishers.ofByteArray(question.body()));
        for (Map.Entry<String, String> header : question.headers().entrySet()) {
            try {
                request.setHeader(header.getKey(), header.getValue());
            } catch (IllegalArgumentException e) {
                // Neither the value nor the cause, which quotes it: it may be a secret.
                throw new IOException("header " + header.getKey()
                        + ": its name or value is none that a request can have (a quote, a line break?)");
            }
        }
        return request.build();
    }

    /** The client's own deadline ends with the head. This one closes the body under whoever waits for more of it. */
    private byte[] read(InputStream in, long start) throws IOException {
        CompletableFuture<Void> end = new CompletableFuture<Void>()
                .completeOnTimeout(null, timeout.toNanos() - (System.nanoTime() - start), TimeUnit.NANOSECONDS);
        CompletableFuture<Void> closing = end.thenRun(() -> close(in));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] buffer = new byte[16 * 1024];
        try {
            for (int read = in.read(buffer); read >= 0 && body.size() <= BODY_BYTES_MAX; read = in.read(buffer)) {
                body.write(buffer, 0, read);
            }
        } catch (IOException e) {
            if (!isLate(start)) {
                throw e;
            }
        } finally {
            closing.cancel(false);
            end.complete(null); // or the timer keeps the stream until then
        }
        if (isLate(start)) {
            throw new HttpTimeoutException("the answer is not whole");
        }
        return body.toByteArray();
    }

    private boolean isLate(long start) {
        return System.nanoTime() - start >= timeout.toNanos();
    }

    private static void close(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            // whoever reads it learns of it
        }
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / 1e6;
    }
}
