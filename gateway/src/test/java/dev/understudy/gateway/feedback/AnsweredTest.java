package dev.understudy.gateway.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AnsweredTest {
    private static final List<Credit> CREDITS = List.of(Credit.values());

    private final Answered answered = new Answered();

    @Test
    void what_was_put_lately_is_found_with_its_route_and_whose_it_was() {
        answered.put("01K0A", "search", Credit.LEGACY);
        answered.put("01K0B", "fraud", Credit.CANDIDATE);
        answered.put("01K0C", "search", Credit.CANDIDATE);

        assertThat(answered.find("01K0A")).contains(Impression.answered("search", Credit.LEGACY));
        assertThat(answered.find("01K0B")).contains(Impression.answered("fraud", Credit.CANDIDATE));
        assertThat(answered.find("01K0C")).contains(Impression.answered("search", Credit.CANDIDATE));
        assertThat(answered.find("01K0D")).isEmpty();
    }

    @Test
    void a_full_table_forgets_some_and_never_mistakes_one_for_another() {
        SplittableRandom random = new SplittableRandom(7);
        int entries = 400_000;
        String[] ids = new String[entries];
        for (int i = 0; i < entries; i++) {
            ids[i] = Long.toString(random.nextLong(), 32);
            answered.put(ids[i], "route-" + i % 50, CREDITS.get(i % 3));
        }

        int found = 0;
        for (int i = 0; i < entries; i++) {
            var impression = answered.find(ids[i]);
            if (impression.isPresent()) {
                found++;
                assertThat(impression.get()).isEqualTo(Impression.answered("route-" + i % 50, CREDITS.get(i % 3)));
            }
        }

        assertThat(found).isBetween(entries / 3, entries - 1);
    }

    @Test
    void beyond_as_many_routes_as_it_can_number_it_forgets_and_does_not_fail() {
        for (int i = 0; i < 20_000; i++) {
            answered.put("id-" + i, "route-" + i, Credit.LEGACY);
        }

        assertThat(answered.find("id-19999")).isEmpty();
        assertThat(answered.find("id-16000")).contains(Impression.answered("route-16000", Credit.LEGACY));
    }
}
