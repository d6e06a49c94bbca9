package dev.understudy.config;

import java.net.URI;

/**
 * Where spans of requests go.
 *
 * @param otlp the address of an OTLP/HTTP receiver, without the path of its traces
 * @param sample of the requests whose caller has not decided
 * @param serviceName how the receiver names this gateway
 * @param queue requests whose spans may wait to be sent; those of more are dropped, and counted
 */
public record Tracing(URI otlp, Percent sample, String serviceName, int queue) {
    static final Percent SAMPLE = new Percent(1);
    static final String SERVICE_NAME = "understudy";
    static final int QUEUE = 4096;

    public Tracing {
        if (queue < 1) {
            throw new IllegalArgumentException("queue: " + queue + " (expected: >= 1)");
        }
    }
}
