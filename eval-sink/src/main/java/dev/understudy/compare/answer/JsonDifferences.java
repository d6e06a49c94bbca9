package dev.understudy.compare.answer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.config.Pointer;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The fields in which two documents differ. Arrays are held against each other in order, element by element, and all
 * elements count as one field ({@code /hits/*}/{@code score}); a different length is the field {@code /hits/#}.
 *
 * @param ignore fields that may differ, with all that is in them; a segment {@code *} stands for any
 * @param tolerance numbers that differ by at most this are equal
 */
public record JsonDifferences(List<List<String>> ignore, BigDecimal tolerance) {
    /** Deeper, two documents are only equal or not. */
    private static final int DEPTH_MAX = 64;

    public static final JsonDifferences STRICT = new JsonDifferences(List.of(), BigDecimal.ZERO);

    public static JsonDifferences of(Collection<Pointer> ignore, double tolerance) {
        return new JsonDifferences(ignore.stream().map(Pointer::segments).toList(), BigDecimal.valueOf(tolerance));
    }

    /** In alphabetical order. */
    public Set<String> between(JsonNode legacy, JsonNode other) {
        Set<String> fields = new TreeSet<>();
        compare(legacy, other, new Path("", "", 0, ignore), fields);
        return fields;
    }

    /**
     * Where we are.
     *
     * @param field with every index as {@code *}
     * @param ignore what is left of the ignored paths that lead through here
     */
    private record Path(String field, String last, int depth, List<List<String>> ignore) {
        Path child(String name, String shown) {
            List<List<String>> left = ignore.stream()
                    .filter(path -> !path.isEmpty()
                            && (path.get(0).equals(name) || path.get(0).equals("*")))
                    .map(path -> path.subList(1, path.size()))
                    .toList();
            return new Path(field + "/" + shown.replace("~", "~0").replace("/", "~1"), name, depth + 1, left);
        }

        boolean ignored() {
            return ignore.stream().anyMatch(List::isEmpty);
        }
    }

    private void compare(JsonNode legacy, JsonNode other, Path path, Set<String> fields) {
        if (path.ignored()) {
            return;
        }
        if (path.depth() < DEPTH_MAX && legacy.isObject() && other.isObject()) {
            Set<String> names = new TreeSet<>();
            legacy.fieldNames().forEachRemaining(names::add);
            other.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                compare(legacy.path(name), other.path(name), path.child(name, name), fields);
            }
        } else if (path.depth() < DEPTH_MAX && legacy.isArray() && other.isArray()) {
            int shared = Math.min(legacy.size(), other.size());
            for (int i = 0; i < shared; i++) {
                compare(legacy.get(i), other.get(i), path.child(Integer.toString(i), "*"), fields);
            }
            if (legacy.size() != other.size()) {
                fields.add(path.field() + "/#");
            }
        } else if (!equal(legacy, other)) {
            fields.add(path.field().isEmpty() ? "/" : path.field());
        }
    }

    private boolean equal(JsonNode legacy, JsonNode other) {
        if (legacy.isNumber() && other.isNumber()) {
            BigDecimal left = legacy.decimalValue();
            BigDecimal right = other.decimalValue();
            // An exponent may be huge; only numbers of ordinary size are subtracted digit by digit.
            if (Math.abs((long) left.scale()) > 400 || Math.abs((long) right.scale()) > 400) {
                return left.compareTo(right) == 0;
            }
            return left.subtract(right).abs().compareTo(tolerance) <= 0;
        }
        return legacy.equals(other);
    }
}
