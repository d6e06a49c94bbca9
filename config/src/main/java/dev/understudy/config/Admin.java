package dev.understudy.config;

import java.util.Optional;

/**
 * The listener beside the traffic: health, metrics, feedback.
 *
 * @param bearer who presents this token may call; beyond loopback the loader refuses to do without
 */
public record Admin(HostPort http, Optional<Secret> bearer) {
    public static final Admin DEFAULT = new Admin(new HostPort("127.0.0.1", 8081), Optional.empty());
}
