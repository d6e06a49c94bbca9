package dev.understudy.compare;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.compare.statistics.MannWhitney;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One case of the tests of Kayenta's judge. */
@SuppressWarnings("ArrayRecordComponent") // read, never written
record Kayenta(
        double[] experiment,
        double[] control,
        double tolerance,
        double least,
        double most,
        String direction,
        String wanted) {

    /** Null where the case asks for something else than a classification. */
    static @Nullable Kayenta of(JsonNode one) {
        String arguments = one.path("classifierArgs").asText("");
        double[] experiment = numbers(one.path("experiment"));
        double[] control = numbers(one.path("control"));
        if (arguments.isEmpty()
                || experiment.length == 0
                || control.length == 0
                || !one.path("expected").has("classification")) {
            return null;
        }
        Matcher tolerance = Pattern.compile("tolerance\\s*=\\s*([\\d.]+)").matcher(arguments);
        Matcher effect = Pattern.compile("effectSizeThresholds\\s*=\\s*\\(([\\d.]+),\\s*([\\d.]+)\\)")
                .matcher(arguments);
        boolean bounded = effect.find();
        Matcher direction = Pattern.compile("MetricDirection\\.(\\w+)")
                .matcher(one.path("classifyArgs").asText());
        return new Kayenta(
                experiment,
                control,
                tolerance.find() ? Double.parseDouble(tolerance.group(1)) : MannWhitney.TOLERANCE,
                bounded ? Double.parseDouble(effect.group(1)) : 1,
                bounded ? Double.parseDouble(effect.group(2)) : 1,
                direction.find() ? direction.group(1) : "Either",
                one.at("/expected/classification").asText().toLowerCase(Locale.ROOT));
    }

    String classified() {
        double[] left = jittered(control);
        double[] right = jittered(experiment);
        if (Arrays.equals(sorted(left), sorted(right))) {
            return "pass";
        }
        double ratio = mean(right) / mean(left);
        return switch (MannWhitney.test(left, right, 0.95).classify(tolerance)) {
            case HIGH -> direction.equals("Decrease") || ratio < most ? "pass" : "high";
            case LOW -> direction.equals("Increase") || ratio > least ? "pass" : "low";
            case PASS -> "pass";
        };
    }

    /** Where both are one value each there is nothing to rank; the judge adds a little noise. */
    private double[] jittered(double[] values) {
        boolean flat = one(experiment) && one(control) && experiment[0] != control[0];
        SplittableRandom random = new SplittableRandom(1);
        return flat
                ? Arrays.stream(values)
                        .map(value -> value + (random.nextDouble() - 0.5) * Math.abs(value) * 1e-5)
                        .toArray()
                : values;
    }

    private static boolean one(double[] values) {
        return Arrays.stream(values).distinct().count() == 1;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double[] sorted(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    private static double[] numbers(JsonNode array) {
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.get(i).asDouble();
        }
        return numbers;
    }
}
