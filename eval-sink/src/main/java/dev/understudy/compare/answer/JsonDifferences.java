package dev.understudy.compare.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.understudy.config.Compare.Exactness;
import dev.understudy.config.Pointer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The fields in which two documents differ. Arrays are held against each other in order, element by element, and all
 * elements count as one field ({@code /hits/*}/{@code score}); a different length is the field {@code /hits/#}.
 *
 * @param rules fields that are treated in their own way; in their paths a segment {@code *} stands for any
 * @param tolerance numbers that differ by at most this are equal
 */
public record JsonDifferences(List<Rule> rules, BigDecimal tolerance) {
    /** Deeper, two documents are only equal or not. */
    private static final int DEPTH_MAX = 64;

    public static final JsonDifferences STRICT = new JsonDifferences(List.of(), BigDecimal.ZERO);

    /** What holds for the fields of one path. */
    public record Rule(List<String> path, Effect effect) {
        Rule within() {
            return new Rule(path.subList(1, path.size()), effect);
        }

        boolean leadsTo(String name) {
            return !path.isEmpty() && (path.get(0).equals(name) || path.get(0).equals("*"));
        }
    }

    /** What is not looked at. */
    public sealed interface Effect {
        /** The field may differ, with all that is in it. */
        record Ignored() implements Effect {}

        /** Its numbers, and those within it, may differ so much. */
        record Tolerant(BigDecimal tolerance) implements Effect {}

        /** The order of its elements says nothing. */
        record Unordered() implements Effect {}
    }

    /** How a field differs. */
    public enum Kind {
        CHANGED,
        /** Only legacy has it. */
        MISSING,
        /** Only the other has it. */
        EXTRA
    }

    /**
     * One field that differs.
     *
     * @param legacy what stands there in legacy's document, missing where there is nothing; likewise {@code other}. Of a
     *     length, the number of elements; of elements of an array, the first two that differ
     */
    public record Difference(Kind kind, JsonNode legacy, JsonNode other) {}

    public static JsonDifferences of(Exactness exactness) {
        List<Rule> rules = new ArrayList<>();
        exactness.ignore().forEach(pointer -> rules.add(at(pointer, new Effect.Ignored())));
        exactness.unordered().forEach(pointer -> rules.add(at(pointer, new Effect.Unordered())));
        exactness
                .tolerances()
                .forEach((pointer, tolerance) ->
                        rules.add(at(pointer, new Effect.Tolerant(BigDecimal.valueOf(tolerance)))));
        return new JsonDifferences(List.copyOf(rules), BigDecimal.valueOf(exactness.tolerance()));
    }

    /** In alphabetical order. */
    public Set<String> between(JsonNode legacy, JsonNode other) {
        return differences(legacy, other).keySet();
    }

    /** The same, and how each differs; of elements of an array that differ in several ways, one of them. */
    public Map<String, Difference> differences(JsonNode legacy, JsonNode other) {
        Map<String, Difference> fields = new TreeMap<>();
        compare(legacy, other, new Path("", 0, rules, tolerance, false).settled(), fields);
        return fields;
    }

    /** Whether two numbers are as good as equal. */
    public boolean same(double legacy, double other) {
        return legacy == other || Math.abs(legacy - other) <= tolerance.doubleValue();
    }

    private static Rule at(Pointer pointer, Effect effect) {
        return new Rule(pointer.segments(), effect);
    }

    /**
     * Where we are.
     *
     * @param field with every index as {@code *}
     * @param rules what is left of the rules that lead through here
     */
    private record Path(String field, int depth, List<Rule> rules, BigDecimal tolerance, boolean unordered) {
        Path child(String name, String shown) {
            List<Rule> left = rules.isEmpty()
                    ? rules
                    : rules.stream()
                            .filter(rule -> rule.leadsTo(name))
                            .map(Rule::within)
                            .toList();
            String inner = field + "/" + shown.replace("~", "~0").replace("/", "~1");
            return new Path(inner, depth + 1, left, tolerance, false).settled();
        }

        /** With what holds from here on. */
        Path settled() {
            BigDecimal wide = tolerance;
            boolean any = unordered;
            for (Rule rule : rules) {
                if (rule.path().isEmpty()) {
                    wide = rule.effect() instanceof Effect.Tolerant tolerant ? tolerant.tolerance() : wide;
                    any |= rule.effect() instanceof Effect.Unordered;
                }
            }
            return new Path(field, depth, rules, wide, any);
        }

        boolean ignored() {
            return rules.stream().anyMatch(rule -> rule.path().isEmpty() && rule.effect() instanceof Effect.Ignored);
        }
    }

    private void compare(JsonNode legacy, JsonNode other, Path path, Map<String, Difference> fields) {
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
            arrays(legacy, other, path, fields);
        } else if (!equal(legacy, other, path.tolerance())) {
            Kind kind = other.isMissingNode() ? Kind.MISSING : legacy.isMissingNode() ? Kind.EXTRA : Kind.CHANGED;
            fields.putIfAbsent(path.field().isEmpty() ? "/" : path.field(), new Difference(kind, legacy, other));
        }
    }

    private void arrays(JsonNode legacy, JsonNode other, Path path, Map<String, Difference> fields) {
        List<JsonNode> left = elements(legacy);
        List<JsonNode> right = elements(other);
        if (path.unordered()) {
            left = without(elements(legacy), right);
            right = without(right, elements(legacy));
        }
        int shared = Math.min(left.size(), right.size());
        for (int i = 0; i < shared; i++) {
            compare(left.get(i), right.get(i), path.child(Integer.toString(i), "*"), fields);
        }
        if (legacy.size() != other.size()) {
            Kind kind = legacy.size() > other.size() ? Kind.MISSING : Kind.EXTRA;
            fields.put(
                    path.field() + "/#",
                    new Difference(kind, IntNode.valueOf(legacy.size()), IntNode.valueOf(other.size())));
        }
    }

    private static List<JsonNode> elements(JsonNode array) {
        List<JsonNode> elements = new ArrayList<>();
        array.forEach(elements::add);
        return elements;
    }

    /** What the others do not have, in an order that follows from what it is. */
    private static List<JsonNode> without(List<JsonNode> elements, List<JsonNode> others) {
        Map<String, Integer> there = new HashMap<>();
        others.forEach(element -> there.merge(Bodies.canonical(element), 1, Integer::sum));
        List<JsonNode> left = new ArrayList<>();
        for (JsonNode element : elements) {
            if (there.merge(Bodies.canonical(element), -1, Integer::sum) < 0) {
                left.add(element);
            }
        }
        left.sort(Comparator.comparing(Bodies::canonical));
        return left;
    }

    private static boolean equal(JsonNode legacy, JsonNode other, BigDecimal tolerance) {
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
