package dev.understudy.config;

import java.time.Duration;
import java.util.List;

/**
 * How the names of endpoints become addresses, and how often anew.
 *
 * @param servers whom to ask; none for those of this machine
 * @param timeout for one server's answer
 * @param minTtl an answer is kept no shorter, whatever it says
 * @param maxTtl and no longer
 * @param negativeTtl how long it is believed that a name has no address
 */
public record Dns(List<HostPort> servers, Duration timeout, Duration minTtl, Duration maxTtl, Duration negativeTtl) {
    public static final Dns DEFAULT = new Dns(
            List.of(), Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofSeconds(2));

    public Dns {
        servers = List.copyOf(servers);
        if (maxTtl.compareTo(minTtl) < 0) {
            throw new IllegalArgumentException("maxTtl: " + maxTtl + " (expected: at least minTtl, " + minTtl + ")");
        }
    }
}
