package dev.understudy.compare;

import java.util.Objects;

/** Which build of the program this is. */
final class Build {
    static final String VERSION =
            Objects.requireNonNullElse(Build.class.getPackage().getImplementationVersion(), "development");

    private Build() {}
}
