package dev.understudy.gateway.rollout;

import dev.understudy.config.Experiment.Step;
import dev.understudy.config.Percent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/** Step lists for tests, as short words: {@code set 5}, {@code pause 1h}, {@code pause}. */
final class Steps {
    private Steps() {}

    static List<Step> of(String... words) {
        return Arrays.stream(words).map(Steps::step).toList();
    }

    /** Percents that only grow, from this one, with pauses anywhere. */
    static List<Step> growing(Random random, double from) {
        List<Step> steps = new ArrayList<>();
        double percent = from;
        int count = 1 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            switch (random.nextInt(4)) {
                case 0 ->
                    steps.add(new Step.Pause(
                            random.nextInt(4) == 0
                                    ? Optional.empty()
                                    : Optional.of(Duration.ofSeconds(random.nextInt(9000)))));
                case 1 -> steps.add(new Step.Pause(Optional.of(Duration.ofSeconds(random.nextInt(600)))));
                default -> {
                    percent = Math.min(100, percent + random.nextInt(1, 30));
                    steps.add(new Step.SetPercent(new Percent(percent)));
                }
            }
        }
        return steps;
    }

    private static Step step(String words) {
        String[] parts = words.split(" ", 2);
        if (parts[0].equals("set")) {
            return new Step.SetPercent(new Percent(Double.parseDouble(parts[1])));
        }
        return new Step.Pause(
                parts.length == 1
                        ? Optional.empty()
                        : Optional.of(Duration.parse("PT" + parts[1].toUpperCase(Locale.ROOT))));
    }
}
