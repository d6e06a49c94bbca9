package dev.understudy.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Everything that is wrong in one file, as it is found. */
final class Problems {
    static final int SHOWN_MAX = 200;

    private static final Comparator<Problem> BY_PLACE =
            Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);

    private final String file;
    private final List<Problem> found = new ArrayList<>();
    private int unlisted;

    Problems(String file) {
        this.file = Shown.plain(file);
    }

    void add(Node place, String path, String message) {
        add(place.getStartMark(), path, message);
    }

    void add(Optional<Mark> place, String path, String message) {
        add(
                place.map(mark -> mark.getLine() + 1).orElse(0),
                place.map(mark -> mark.getColumn() + 1).orElse(0),
                path,
                message);
    }

    void add(int line, int column, String path, String message) {
        if (found.size() == SHOWN_MAX) {
            unlisted++;
            return;
        }
        Problem problem = new Problem(file, line, column, path, message);
        if (!found.contains(problem)) {
            found.add(problem);
        }
    }

    /** The file as a whole is wrong. */
    void add(String message) {
        add(0, 0, "", message);
    }

    int size() {
        return found.size() + unlisted;
    }

    void throwIfAny() throws InvalidConfigException {
        if (found.isEmpty()) {
            return;
        }
        List<Problem> sorted = new ArrayList<>(found);
        sorted.sort(BY_PLACE);
        if (unlisted > 0) {
            sorted.add(new Problem(file, 0, 0, "", unlisted + " more problems are not listed; correct these first"));
        }
        throw new InvalidConfigException(sorted);
    }
}
