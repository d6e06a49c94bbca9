package dev.understudy.gateway.route;

import static dev.understudy.gateway.route.Routes.ab;
import static dev.understudy.gateway.route.Routes.beside;
import static dev.understudy.gateway.route.Routes.canary;
import static dev.understudy.gateway.route.Routes.copied;
import static dev.understudy.gateway.route.Routes.copies;
import static dev.understudy.gateway.route.Routes.entry;
import static dev.understudy.gateway.route.Routes.interleave;
import static dev.understudy.gateway.route.Routes.keyed;
import static dev.understudy.gateway.route.Routes.keyless;
import static dev.understudy.gateway.route.Routes.plan;
import static dev.understudy.gateway.route.Routes.shadow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.understudy.config.Fallback;
import dev.understudy.config.ShadowBeside.Direction;
import dev.understudy.config.UnitKind;
import dev.understudy.gateway.route.Plan.Copy;
import dev.understudy.pair.Leg.Role;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShadowTest {
    private static final int REQUESTS = 20_000;

    @Test
    void legacy_answers_for_certain_whatever_is_copied() {
        RouteEntry entry = entry(shadow(5, 100, 10));
        for (int i = 0; i < REQUESTS; i++) {
            Plan.Mirror mirror = (Plan.Mirror) plan(entry, keyless(entry, "r" + i));
            assertThat(mirror.primary()).isEqualTo(new Plan.Single("old", Role.LEGACY, 1, Fallback.NONE));
            assertThat(mirror.copies()).startsWith(new Copy(Role.CANDIDATE, "new1"));
        }
    }

    @Test
    void a_smaller_sample_lies_inside_a_larger_one() {
        Set<String> before = new HashSet<>();
        for (double percent : new double[] {0, 0.5, 2, 10, 60, 100}) {
            RouteEntry entry = entry(shadow(0, percent));
            Set<String> now = new HashSet<>();
            for (int i = 0; i < REQUESTS; i++) {
                if (!copies(plan(entry, keyless(entry, "r" + i))).isEmpty()) {
                    now.add("r" + i);
                }
            }
            assertThat(now).containsAll(before);
            double sigma = Math.sqrt(REQUESTS * percent * (100 - percent)) / 100;
            assertThat((double) now.size()).isCloseTo(REQUESTS * percent / 100, within(5 * sigma));
            before = now;
        }
    }

    @Test
    void the_noise_leg_lies_inside_the_candidates_and_those_inside_what_is_recorded() {
        RouteEntry entry = entry(shadow(2, 10, 5), 0, Optional.empty(), 20);
        int noisy = 0;
        for (int i = 0; i < REQUESTS; i++) {
            Draw draw = keyless(entry, "r" + i);
            List<Copy> copies = copies(plan(entry, draw));
            boolean noise = copies.contains(new Copy(Role.NOISE, "old"));
            boolean second = copies.contains(new Copy(Role.CANDIDATE, "new2"));
            boolean first = copies.contains(new Copy(Role.CANDIDATE, "new1"));
            assertThat(noise && !second).isFalse();
            assertThat(second && !first).isFalse();
            assertThat(first && !entry.recorded(draw.sample())).isFalse();
            noisy += noise ? 1 : 0;
        }
        assertThat(noisy).isCloseTo(REQUESTS / 50, within(99));
    }

    @Test
    void a_route_that_records_nothing_records_nothing_and_one_that_records_all_records_all() {
        RouteEntry none = entry(shadow(0, 100), 0, Optional.empty(), 0);
        RouteEntry all = entry(shadow(0, 100), 0, Optional.empty(), 100);
        for (long sample : new long[] {0, 1, Long.MIN_VALUE, -1}) {
            assertThat(none.recorded(sample)).isFalse();
            assertThat(all.recorded(sample)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void beside_a_canary_the_arm_that_did_not_serve_is_asked_in_the_direction_that_is_set(Direction direction) {
        RouteEntry entry = entry(canary("s"), 50, Optional.of(beside(direction, 100, 0)), 100);
        RouteEntry alone = entry(canary("s"), 50);
        for (int i = 0; i < 2_000; i++) {
            Plan plan = plan(entry, keyed(entry, "user-" + i, "r" + i));
            boolean candidateServes = plan.assigned().equals("new1");
            List<Copy> expected = candidateServes
                    ? direction == Direction.TO_CANDIDATE ? List.of() : List.of(new Copy(Role.LEGACY, "old"))
                    : direction == Direction.TO_LEGACY ? List.of() : List.of(new Copy(Role.CANDIDATE, "new1"));
            assertThat(copies(plan)).isEqualTo(expected);
            assertThat(plan instanceof Plan.Mirror mirror ? mirror.primary() : plan)
                    .isEqualTo(plan(alone, keyed(alone, "user-" + i, "r" + i)));
        }
    }

    @Test
    void beside_an_ab_with_several_candidates_legacys_requests_go_to_all_of_them() {
        RouteEntry entry = entry(ab(UnitKind.USER, "s", 30, 30), 0, Optional.of(beside(Direction.BOTH, 100, 0)), 100);
        for (int i = 0; i < 2_000; i++) {
            Plan plan = plan(entry, keyed(entry, "user-" + i, "r" + i));
            if (plan.assigned().equals("old")) {
                assertThat(copied(plan, Role.CANDIDATE)).containsExactly("new1", "new2");
            } else {
                assertThat(copies(plan)).containsExactly(new Copy(Role.LEGACY, "old"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 2, 30, 100})
    void beside_another_strategy_the_share_is_of_requests_and_noise_only_follows_legacy(double percent) {
        RouteEntry entry = entry(canary("s"), 50, Optional.of(beside(Direction.BOTH, percent, percent / 2)), 100);
        int copied = 0;
        for (int i = 0; i < REQUESTS; i++) {
            Plan plan = plan(entry, keyed(entry, "user-" + i, "r" + i));
            boolean noise = copied(plan, Role.NOISE).findAny().isPresent();
            assertThat(noise && plan.assigned().equals("new1")).isFalse();
            assertThat(noise && copies(plan).size() == 1).isFalse();
            copied += copies(plan).isEmpty() ? 0 : 1;
        }
        double sigma = Math.sqrt(REQUESTS * percent * (100 - percent)) / 100;
        assertThat((double) copied).isCloseTo(REQUESTS * percent / 100, within(5 * sigma));
    }

    @Test
    void beside_another_strategy_the_shares_and_the_unit_stay_its_own() {
        RouteEntry entry = entry(canary("s"), 25, Optional.of(beside(Direction.BOTH, 10, 0)), 100);

        assertThat(entry.strategy().unitKind()).isEqualTo(UnitKind.USER);
        assertThat(entry.strategy().shares()).containsEntry("new1", 0.25).containsEntry("old", 0.75);
    }

    @Test
    void a_mixed_answer_has_no_shadow() {
        RouteEntry entry =
                entry(interleave(UnitKind.REQUEST, 100), 0, Optional.of(beside(Direction.BOTH, 100, 100)), 100);

        assertThat(plan(entry, keyless(entry, "r"))).isInstanceOf(Plan.Merge.class);
    }
}
