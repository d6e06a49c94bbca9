package dev.understudy.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reader for references to secrets. Whatever stands there instead may be one, so that no message shows it. */
final class Secrets {
    static final Reader<Secret> REFERENCE = Secrets::reference;
    static final String EXPECTED = "{file: /path/to/it} or {env: NAME_OF_VARIABLE}";

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

    private Secrets() {}

    private static Optional<Secret> reference(Value value) {
        if (!value.isMapping()) {
            return value.refuse("a secret in the file itself, not shown here", EXPECTED);
        }
        List<Section.Entry> entries = Section.entries(value, EXPECTED).orElseThrow();
        if (entries.size() != 1) {
            return value.refuse("a mapping with " + entries.size() + " keys", EXPECTED);
        }
        Section.Entry entry = entries.get(0);
        return switch (entry.name()) {
            case "file" -> path(entry.value()).map(Secret.FromFile::new);
            case "env" -> variable(entry.value()).map(Secret.FromEnvironment::new);
            default -> value.refuse("a mapping with another key", EXPECTED);
        };
    }

    private static Optional<Path> path(Value value) {
        if (!(value.node() instanceof ScalarNode scalar)
                || !Tag.STR.equals(scalar.getTag())
                || scalar.getValue().isBlank()
                || scalar.getValue().length() > 1024
                || scalar.getValue().chars().anyMatch(Character::isISOControl)) {
            return value.refuse("something else, not shown here", "the path of a file that holds the secret");
        }
        return Optional.of(Path.of(scalar.getValue()));
    }

    private static Optional<String> variable(Value value) {
        if (!(value.node() instanceof ScalarNode scalar)
                || !Tag.STR.equals(scalar.getTag())
                || !VARIABLE.matcher(scalar.getValue()).matches()) {
            return value.refuse(
                    "something else, not shown here", "the name of an environment variable that holds the secret");
        }
        return Optional.of(scalar.getValue());
    }
}
