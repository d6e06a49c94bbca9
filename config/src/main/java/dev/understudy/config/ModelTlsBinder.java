package dev.understudy.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Binds {@code tls} of a model. The files are read when they are used. */
final class ModelTlsBinder {
    static final Keys TLS = Keys.of("ca", "certificate", "key", "serverName", "verify");

    private static final Reader<String> SERVER_NAME = Scalars.matching(
            Pattern.compile("(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
                    + "(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*"),
            "a host's name, such as ranker.internal");

    private ModelTlsBinder() {}

    static Optional<Model.Tls> tls(Value value) {
        return Section.open(value, TLS).flatMap(section -> {
            Optional<Path> ca = section.read("ca", Words.FILE);
            Optional<Path> certificate = section.read("certificate", Words.FILE);
            Optional<Path> key = section.read("key", Words.FILE);
            Optional<String> serverName = section.read("serverName", SERVER_NAME);
            boolean verify = section.read("verify", Scalars.SWITCH, true);
            if (section.has("certificate") != section.has("key")) {
                return value.refuse(
                        section.has("key") ? "a key without a certificate" : "a certificate without a key", "both");
            }
            if (!verify && section.has("ca")) {
                return section.at("verify")
                        .refuse("false beside ca, which would then be for nothing", "one of the two");
            }
            return Optional.of(new Model.Tls(
                    ca.orElse(null), certificate.orElse(null), key.orElse(null), serverName.orElse(null), verify));
        });
    }
}
