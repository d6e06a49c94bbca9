package dev.understudy.config;

/**
 * By what pairs are put into groups that are looked at on their own.
 *
 * @param key a JSON pointer, a header's name, or what of the unit
 * @param values groups that are told apart, the largest; the rest is one more
 */
public record Slice(String name, Source source, String key, int values) {
    public static final int VALUES_DEFAULT = 12;
    public static final int VALUES_MAX = 50;

    /** Where the group's name stands. */
    public enum Source {
        /** In the request's body. */
        REQUEST("request"),
        /** In legacy's answer. */
        ANSWER("answer"),
        /** In a request's header. */
        HEADER("header"),
        /** In the record: the unit's {@code kind}, {@code source} or {@code hash}. */
        UNIT("unit");

        private final String yaml;

        Source(String yaml) {
            this.yaml = yaml;
        }

        /** As the file writes it. */
        public String yaml() {
            return yaml;
        }
    }
}
