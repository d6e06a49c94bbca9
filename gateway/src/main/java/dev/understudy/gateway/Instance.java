package dev.understudy.gateway;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;

/** How records name this process: {@code UNDERSTUDY_INSTANCE}, or the host's name, and when it started, so that sequences never repeat. */
final class Instance {
    /** Names of containers tell one from the other at their end. */
    private static final int NAME_CHARS_MAX = 80;

    private static final String NAMELESS = "gateway";

    private Instance() {}

    static String name(Instant startedAt) {
        return lastingName() + "." + Long.toString(startedAt.toEpochMilli(), Character.MAX_RADIX);
    }

    /** The part that a restart does not change. */
    static String lastingName() {
        return fileName(Optional.ofNullable(System.getenv("UNDERSTUDY_INSTANCE"))
                .filter(given -> !given.isBlank())
                .orElseGet(Instance::host));
    }

    /** What is left of a name where it has to name a file, which begins with a letter or a digit. */
    static String fileName(String given) {
        String name = given.replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[._-]+", "");
        if (name.isEmpty()) {
            return NAMELESS;
        }
        return name.length() > NAME_CHARS_MAX ? name.substring(0, NAME_CHARS_MAX) : name;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return NAMELESS;
        }
    }
}
