package dev.understudy.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Readers for strings that mean something: names, headers, pointers, salts, paths. */
final class Words {
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    static final String NAME_EXPECTED =
            "1 to 63 letters, digits, dots, underscores and hyphens, beginning with a letter or digit";

    static final Reader<String> ROUTE_NAME = Scalars.matching(NAME, NAME_EXPECTED);
    static final Reader<String> HEADER_NAME =
            value -> Scalars.TEXT.read(value).flatMap(name -> headerName(name, value));
    static final Reader<String> HEADER_VALUE = Scalars.matching(
            Pattern.compile("[\\x21-\\x7e\\x80-\\xff]([\\t\\x20-\\x7e\\x80-\\xff]*[\\x21-\\x7e\\x80-\\xff])?"),
            "a header's value: one line, no spaces around it");
    static final Reader<Pointer> POINTER = Words::pointer;
    static final Reader<String> SALT =
            Scalars.matching(Pattern.compile("[\\x21-\\x7e]{1,200}"), "1 to 200 printable characters without spaces");
    static final Reader<Path> FILE = Words::file;

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}");

    private Words() {}

    /** The name of a model that exists. */
    static Reader<String> modelReference(Collection<String> models) {
        return value -> Scalars.TEXT.read(value).flatMap(name -> {
            if (models.contains(name)) {
                return Optional.of(name);
            }
            String known = models.isEmpty() ? "none is defined under models" : "one of " + String.join(", ", models);
            return value.refuse(
                    "no model is called " + value.shown() + DidYouMean.hint(name, models), Shown.plain(known));
        });
    }

    /** A field name of HTTP (RFC 9110, section 5.1), in lower case. */
    static Optional<String> headerName(String name, Value value) {
        return TOKEN.matcher(name).matches()
                ? Optional.of(name.toLowerCase(Locale.ROOT))
                : value.refuse(Shown.quoted(name), "a header's name: letters, digits and hyphens");
    }

    private static Optional<Pointer> pointer(Value value) {
        return Scalars.TEXT.read(value).flatMap(text -> {
            if (!text.isEmpty() && text.charAt(0) != '/') {
                return value.refuse(value.shown(), "a JSON pointer, such as " + Shown.quoted("/" + text));
            }
            try {
                return Optional.of(new Pointer(text));
            } catch (IllegalArgumentException e) {
                return value.refuse(value.shown(), "a JSON pointer with ~0 for ~ and ~1 for / in its names");
            }
        });
    }

    private static Optional<Path> file(Value value) {
        return Scalars.TEXT.read(value).flatMap(text -> {
            try {
                return text.isBlank() ? value.refuse(value.shown(), "a path") : Optional.of(Path.of(text));
            } catch (InvalidPathException e) {
                return value.refuse(value.shown(), "a path of this system");
            }
        });
    }
}
