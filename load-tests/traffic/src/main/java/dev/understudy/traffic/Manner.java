package dev.understudy.traffic;

import java.util.List;

/** How one request is answered: what the first segments of its path say. */
sealed interface Manner {

    /** A JSON answer after so long. */
    record Answering(int status, long delayMillis) implements Manner {}

    /** A stream of numbered events, until the client leaves. */
    record Streaming(long everyMillis) implements Manner {}

    /** The head and some of the body, then the end of the connection. */
    record Cutting() implements Manner {}

    /** The end of the connection, at once. */
    record Closing() implements Manner {}

    /** A reset, at once. */
    record Resetting() implements Manner {}

    /** Nothing. */
    record Hanging() implements Manner {}

    /** {@code /after/50}, {@code /status/500}, {@code /events/2}, {@code /cut}, {@code /reset}, {@code /never}; else at once. */
    static Manner of(String path) {
        List<String> segments = List.of(path.substring(1).split("[/?]", 4));
        String number = segments.size() > 1 && segments.get(1).matches("[0-9]{1,6}") ? segments.get(1) : "0";
        return switch (segments.get(0)) {
            case "after" -> new Answering(200, Long.parseLong(number));
            case "status" -> new Answering(Math.max(200, Integer.parseInt(number)), 0);
            case "events" -> new Streaming(Math.max(1, Long.parseLong(number)));
            case "cut" -> new Cutting();
            case "reset" -> new Resetting();
            case "never" -> new Hanging();
            default -> new Answering(200, 0);
        };
    }

    /** What a mood makes of it; {@code chance} is anything between 0 and 1. */
    static Manner under(Mood mood, String path, double chance) {
        return switch (mood) {
            case WELL, REFUSING -> of(path);
            case ERRING -> new Answering(503, 0);
            case RESETTING -> new Resetting();
            case CLOSING -> new Closing();
            case HANGING -> new Hanging();
            case MOODY -> moody(path, chance);
        };
    }

    private static Manner moody(String path, double chance) {
        if (chance < 0.5) {
            return of(path);
        }
        List<Manner> bad = List.of(
                new Answering(503, 0),
                new Resetting(),
                new Closing(),
                new Hanging(),
                new Cutting(),
                new Answering(200, 100));
        return bad.get((int) ((chance - 0.5) * 2 * bad.size()));
    }
}
