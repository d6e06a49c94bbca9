package dev.understudy.config;

import java.util.List;
import java.util.stream.Collectors;

/** The file cannot be used, with everything that is wrong in it. */
public final class InvalidConfigException extends Exception {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // an unmodifiable list of records: never serialized
    private final List<Problem> problems;

    public InvalidConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
