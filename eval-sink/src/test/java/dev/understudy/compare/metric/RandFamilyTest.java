package dev.understudy.compare.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RandFamilyTest {
    private static final int ROWS = 200;
    private static final int GROUPS = 50;

    /** Otherwise a replicate, which draws rows several times, would find things together that nobody put together. */
    @Test
    void copies_of_a_row_are_no_two_things_that_were_put_together() {
        SplittableRandom random = new SplittableRandom(3);
        SetFamily.Scores scores = scores(random);
        double[] once = new double[ROWS];
        Arrays.fill(once, 1);
        double point = scores.of(once)[0];
        double sum = 0;
        for (int replicate = 0; replicate < 400; replicate++) {
            double[] counts = new double[ROWS];
            for (int i = 0; i < ROWS; i++) {
                counts[random.nextInt(ROWS)]++;
            }
            sum += scores.of(counts)[0];
        }

        assertThat(sum / 400).isEqualTo(point, within(0.02));
        double[] twice = new double[ROWS];
        Arrays.fill(twice, 2);
        assertThat(scores.of(twice)[0]).isEqualTo(point, within(1e-12));
    }

    /** Groups of four, of which the other model moves every third thing somewhere else. */
    private static SetFamily.Scores scores(SplittableRandom random) {
        List<RandFamily.TwoNames> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            int group = i % GROUPS;
            int other = random.nextInt(3) == 0 ? random.nextInt(GROUPS) : group;
            rows.add(new RandFamily.TwoNames("g" + group, "h" + other));
        }
        return new RandFamily().prepare(List.of(), rows).candidate();
    }
}
