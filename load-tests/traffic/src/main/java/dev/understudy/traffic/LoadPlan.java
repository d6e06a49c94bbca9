package dev.understudy.traffic;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What is asked, how often and for how long.
 *
 * @param headers lines of {@code name: value}; {@code {n}} in one becomes the request's number
 * @param warmUp from the start; what is due in it is asked and not counted
 * @param expectedBytes how long a right answer is, or -1 when any will do
 */
record LoadPlan(
        URI url,
        String method,
        List<String> headers,
        String body,
        double rate,
        Duration warmUp,
        Duration duration,
        int connections,
        Duration timeout,
        long expectedBytes) {
    LoadPlan {
        headers = List.copyOf(headers);
        if (!(rate > 0 && rate <= 1e6)) {
            throw new IllegalArgumentException("rate: " + rate + " (expected: 0..1000000 a second)");
        }
        if (connections < 1) {
            throw new IllegalArgumentException("connections: " + connections + " (expected: >= 1)");
        }
        if (!"http".equals(url.getScheme()) || url.getPort() < 0) {
            throw new IllegalArgumentException("url: " + url + " (expected: http://HOST:PORT/PATH)");
        }
    }

    long requests() {
        return Math.round(rate * warmUp.plus(duration).toNanos() / 1e9);
    }

    /**
     * When a request is due, counted from the beginning: at a moment of its slot that is drawn, the same in every run, so that
     * nothing periodic, such as a model that takes 50 ms, falls in step with the requests.
     */
    long dueNanos(long number) {
        double moment = new SplittableRandom(number).nextDouble();
        return Math.round((number + moment) * 1e9 / rate);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(url.getHost(), url.getPort());
    }

    String target() {
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    /** A request as it goes over the wire; its id tells it from every other of this and any other run. */
    byte[] request(String run, long number) {
        StringBuilder text = new StringBuilder(256 + body.length())
                .append(method)
                .append(' ')
                .append(target())
                .append(" HTTP/1.1\r\nhost: ")
                .append(url.getAuthority())
                .append("\r\ncontent-type: application/json\r\ncontent-length: ")
                .append(body.getBytes(StandardCharsets.UTF_8).length)
                .append("\r\nx-traffic-id: ")
                .append(run)
                .append('-')
                .append(number)
                .append("\r\n");
        for (String line : headers) {
            text.append(line.replace("{n}", Long.toString(number))).append("\r\n");
        }
        return text.append("\r\n").append(body).toString().getBytes(StandardCharsets.UTF_8);
    }
}
