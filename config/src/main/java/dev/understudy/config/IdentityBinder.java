package dev.understudy.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Binds {@code identity}. */
final class IdentityBinder {
    static final Keys IDENTITY = Keys.of("user", "conversation");
    static final Keys SOURCE = Keys.of("header", "jwtClaim", "bodyField");

    private static final String SOURCE_EXPECTED = "one of {header: …}, {jwtClaim: …}, {bodyField: …}";
    private static final Reader<String> CLAIM =
            Scalars.matching(Pattern.compile("[\\x21-\\x7e]{1,200}"), "a claim's name, such as sub");
    private static final Reader<Pointer> FIELD = value -> Words.POINTER
            .read(value)
            .flatMap(pointer -> pointer.text().isEmpty()
                    ? value.refuse("the whole body", "a field, such as /user")
                    : Optional.of(pointer));

    private IdentityBinder() {}

    static Optional<Identity> identity(Value value) {
        return Section.open(value, IDENTITY)
                .map(section -> new Identity(sources(section, "user"), sources(section, "conversation")));
    }

    private static List<Identity.Source> sources(Section section, String key) {
        Reader<Identity.Source> source = IdentityBinder::source;
        return section.read(key, source.distinctList(1), List.of());
    }

    private static Optional<Identity.Source> source(Value value) {
        return Section.open(value, SOURCE).flatMap(section -> {
            long sources = SOURCE.known().stream().filter(section::has).count();
            if (sources != 1) {
                return value.refuse(sources + " sources in one", SOURCE_EXPECTED);
            }
            Optional<Identity.Source> header =
                    section.read("header", Words.HEADER_NAME).map(Identity.Source.Header::new);
            Optional<Identity.Source> claim = section.read("jwtClaim", CLAIM).map(Identity.Source.JwtClaim::new);
            Optional<Identity.Source> field = section.read("bodyField", FIELD).map(Identity.Source.BodyField::new);
            return header.or(() -> claim).or(() -> field);
        });
    }
}
