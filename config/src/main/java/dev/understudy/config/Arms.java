package dev.understudy.config;

import java.util.Optional;

/** The two models of an experiment that has exactly two. */
record Arms(String legacy, String candidate) {

    /** Reads {@code legacy} and {@code candidate}, which must differ. */
    static Optional<Arms> read(Section section, RouteContext context) {
        Optional<String> legacy = section.require("legacy", context.model(), "the model that serves today");
        Optional<String> candidate = section.require("candidate", context.model(), "the model that wants its place");
        if (legacy.isPresent() && legacy.equals(candidate)) {
            section.at("candidate").refuse(legacy.get() + " is legacy as well", "another model");
        }
        return legacy.flatMap(one -> candidate.map(other -> new Arms(one, other)));
    }
}
