package dev.understudy.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Binds a route's {@code match}. */
final class MatchBinder {
    static final Keys MATCH = Keys.of("path", "methods", "headers");
    static final Keys PATH = Keys.of("prefix", "exact");
    static final String EXPECTED = "a path, such as {path: {prefix: /}}";

    private static final Reader<String> PATH_TEXT = Scalars.matching(
            Pattern.compile("/[\\x21\\x22\\x24-\\x3e\\x40-\\x7e]*"), "a path that begins with /, without ? and #");
    private static final String[] METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};

    private MatchBinder() {}

    static Optional<Match> match(Value value) {
        return Section.open(value, MATCH).flatMap(section -> {
            Reader<String> method = Scalars.choice(METHODS, word -> word);
            Optional<Match.Path> path = section.require("path", MatchBinder::path, "{prefix: /…} or {exact: /…}");
            List<String> methods = section.read("methods", method.distinctList(1), List.of());
            Map<String, String> headers = section.read(
                    "headers",
                    given -> HeadersBinder.headers(given, (name, header) -> Words.HEADER_VALUE.read(header)),
                    new LinkedHashMap<>());
            return path.map(taken -> new Match(taken, Set.copyOf(methods), headers));
        });
    }

    private static Optional<Match.Path> path(Value value) {
        return Section.open(value, PATH).flatMap(section -> {
            if (section.has("prefix") == section.has("exact")) {
                return value.refuse(
                        section.has("prefix") ? "prefix and exact" : "neither prefix nor exact", "one of the two");
            }
            return section.has("prefix")
                    ? section.read("prefix", PATH_TEXT).map(Match.Path.Prefix::new)
                    : section.read("exact", PATH_TEXT).map(Match.Path.Exact::new);
        });
    }
}
