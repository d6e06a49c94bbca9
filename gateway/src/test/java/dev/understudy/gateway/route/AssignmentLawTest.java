package dev.understudy.gateway.route;

import static dev.understudy.gateway.route.Routes.ab;
import static dev.understudy.gateway.route.Routes.canary;
import static dev.understudy.gateway.route.Routes.entry;
import static dev.understudy.gateway.route.Routes.interleave;
import static dev.understudy.gateway.route.Routes.keyed;
import static dev.understudy.gateway.route.Routes.keyless;
import static dev.understudy.gateway.route.Routes.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.understudy.config.Admin;
import dev.understudy.config.Config;
import dev.understudy.config.Dns;
import dev.understudy.config.Experiment;
import dev.understudy.config.Fallback;
import dev.understudy.config.HostPort;
import dev.understudy.config.Identity;
import dev.understudy.config.Listen;
import dev.understudy.config.Percent;
import dev.understudy.config.Sink;
import dev.understudy.config.UnitKind;
import dev.understudy.pair.Leg.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is in, over many units: the semantics that every strategy has to keep. */
class AssignmentLawTest {
    private static final int UNITS = 200_000;

    @ParameterizedTest
    @ValueSource(strings = {"a", "chat-70b-2026q4", "\u65e5\u672c"})
    void a_user_who_is_in_stays_in_while_the_canary_grows_and_is_out_when_it_is_empty(String salt) {
        List<RouteEntry> steps = Stream.of(0.0, 0.1, 1.0, 5.0, 25.0, 50.0, 99.0, 100.0)
                .map(exposure -> entry(canary(salt), exposure))
                .toList();
        RouteEntry emptied = entry(canary(salt), 0);
        int[] in = new int[steps.size()];
        for (int i = 0; i < UNITS / 4; i++) {
            boolean before = false;
            for (int step = 0; step < steps.size(); step++) {
                boolean now = candidate(steps.get(step), "user-" + i);
                assertThat(before && !now)
                        .as("user-%s left at step %s", i, step)
                        .isFalse();
                in[step] += now ? 1 : 0;
                before = now;
            }
            assertThat(candidate(emptied, "user-" + i)).isFalse();
        }

        assertThat(in[0]).isZero();
        assertThat(in[7]).isEqualTo(UNITS / 4);
        assertThat(in).isSorted();
        assertThat(in[2]).isCloseTo(UNITS / 400, within(112));
    }

    static Stream<Arguments> experiments() {
        return Stream.of(
                Arguments.of(ab(UnitKind.REQUEST, "s", 0.0), 0),
                Arguments.of(ab(UnitKind.REQUEST, "s", 2.0), 0),
                Arguments.of(ab(UnitKind.USER, "s", 50.0), 0),
                Arguments.of(ab(UnitKind.USER, "s", 100.0), 0),
                Arguments.of(ab(UnitKind.REQUEST, "s", 10.0, 20.0), 0),
                Arguments.of(ab(UnitKind.CONVERSATION, "s", 30.0, 20.0, 15.0, 5.0, 1.0), 0),
                Arguments.of(canary("s"), 0),
                Arguments.of(canary("s"), 12.5),
                Arguments.of(canary("s"), 100));
    }

    @ParameterizedTest
    @MethodSource("experiments")
    void observed_shares_are_the_configured_ones_and_propensities_say_so(Experiment experiment, double exposure) {
        RouteEntry entry = entry(experiment, exposure);
        Map<String, Double> shares = entry.strategy().shares();
        Map<String, Integer> assigned = new HashMap<>();
        for (int i = 0; i < UNITS; i++) {
            Plan plan = plan(entry, keyed(entry, "user-" + i, "request-" + i));
            assigned.merge(plan.assigned(), 1, Integer::sum);
            assertThat(plan.propensity()).isEqualTo(shares.get(plan.assigned()));
        }

        assertThat(shares.values().stream().mapToDouble(share -> share).sum()).isCloseTo(1, within(1e-9));
        shares.forEach((model, share) -> assertThat(assigned.getOrDefault(model, 0))
                .as(model)
                .isCloseTo((int) Math.rint(UNITS * share), within(binomial(share))));
    }

    @Test
    void growth_of_one_candidate_moves_users_from_legacy_to_it_alone() {
        RouteEntry before = entry(ab(UnitKind.USER, "s", 10, 20));
        RouteEntry after = entry(ab(UnitKind.USER, "s", 45, 20));
        int moved = 0;
        for (int i = 0; i < UNITS; i++) {
            String from = plan(before, keyed(before, "user-" + i, "x")).assigned();
            String to = plan(after, keyed(after, "user-" + i, "x")).assigned();
            if (!from.equals(to)) {
                assertThat(from).isEqualTo("old");
                assertThat(to).isEqualTo("new1");
                moved++;
            }
        }
        assertThat(moved).isCloseTo((int) (UNITS * 0.35), within(binomial(0.35)));
    }

    @Test
    void every_instance_gives_the_same_answer() {
        RouteEntry one = entry(ab(UnitKind.USER, "s", 30, 30));
        RouteEntry other = entry(ab(UnitKind.USER, "s", 30, 30));

        List<String> forwards = IntStream.range(0, 10_000)
                .mapToObj(i -> plan(one, keyed(one, "user-" + i, "a" + i)).assigned())
                .toList();
        List<String> backwards = IntStream.range(0, 10_000)
                .map(i -> 9_999 - i)
                .mapToObj(i -> plan(other, keyed(other, "user-" + i, "b" + i)).assigned())
                .toList();

        assertThat(forwards)
                .isEqualTo(IntStream.range(0, 10_000)
                        .mapToObj(i -> backwards.get(9_999 - i))
                        .toList());
    }

    @Test
    void two_experiments_share_no_more_users_than_chance_says() {
        RouteEntry one = entry(canary("one"), 20);
        RouteEntry other = entry(canary("other"), 20);
        int both = 0;
        for (int i = 0; i < UNITS; i++) {
            both += candidate(one, "user-" + i) && candidate(other, "user-" + i) ? 1 : 0;
        }

        assertThat(both).isCloseTo((int) (UNITS * 0.04), within(binomial(0.04)));
    }

    @Test
    void what_is_sampled_tells_nothing_about_the_arm() {
        RouteEntry entry = entry(ab(UnitKind.REQUEST, "search", 20));
        int both = 0;
        for (int i = 0; i < UNITS; i++) {
            Draw draw = keyless(entry, "request-" + i);
            boolean sampled = Long.compareUnsigned(draw.sample(), Long.divideUnsigned(-1, 5)) < 0;
            both += sampled && plan(entry, draw).assigned().equals("new1") ? 1 : 0;
        }

        assertThat(both).isCloseTo((int) (UNITS * 0.04), within(binomial(0.04)));
    }

    @Test
    void a_canary_leaves_who_has_no_key_with_legacy_for_certain() {
        RouteEntry entry = entry(canary("s"), 99);
        for (int i = 0; i < 1_000; i++) {
            assertThat(plan(entry, keyless(entry, "request-" + i)))
                    .isEqualTo(new Plan.Single("old", Role.LEGACY, 1, Fallback.NONE));
        }
    }

    @Test
    void a_sticky_ab_keeps_a_user_whatever_the_request_and_draws_who_has_no_key_as_a_request() {
        RouteEntry entry = entry(ab(UnitKind.USER, "s", 40));
        RouteEntry byRequest = entry(ab(UnitKind.REQUEST, "s", 40));
        int candidates = 0;
        for (int i = 0; i < UNITS / 10; i++) {
            assertThat(candidate(entry, "alice"))
                    .isEqualTo(plan(entry, keyed(entry, "alice", "r" + i))
                            .assigned()
                            .equals("new1"));
            Plan keyless = plan(entry, keyless(entry, "r" + i));
            assertThat(keyless).isEqualTo(plan(byRequest, keyless(byRequest, "r" + i)));
            candidates += keyless.assigned().equals("new1") ? 1 : 0;
        }
        assertThat(candidates).isCloseTo(UNITS / 25, within(350));
    }

    @Test
    void only_a_candidate_falls_back() {
        RouteEntry entry = entry(ab(UnitKind.USER, "s", 40));
        for (int i = 0; i < 1_000; i++) {
            Plan.Single single = (Plan.Single) plan(entry, keyed(entry, "user-" + i, "x"));
            assertThat(single.fallback()).isEqualTo(single.role() == Role.CANDIDATE ? Routes.FALLBACK : Fallback.NONE);
            assertThat(single.role()).isEqualTo(single.assigned().equals("old") ? Role.LEGACY : Role.CANDIDATE);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 5, 50, 100})
    void a_share_of_the_units_gets_a_mixed_answer_and_the_others_legacys(double percent) {
        RouteEntry entry = entry(interleave(UnitKind.REQUEST, percent));
        int mixed = 0;
        for (int i = 0; i < UNITS; i++) {
            Plan plan = plan(entry, keyless(entry, "request-" + i));
            boolean merge = plan instanceof Plan.Merge;
            assertThat(plan.assigned()).isEqualTo("old");
            assertThat(plan.propensity()).isEqualTo(merge ? percent / 100 : 1 - percent / 100);
            mixed += merge ? 1 : 0;
        }
        assertThat(mixed).isCloseTo((int) (UNITS * percent / 100), within(binomial(percent / 100)));
    }

    @Test
    void a_mixed_answer_for_users_is_never_given_to_who_has_no_key() {
        RouteEntry entry = entry(interleave(UnitKind.USER, 99.9));
        for (int i = 0; i < 1_000; i++) {
            assertThat(plan(entry, keyless(entry, "r" + i)))
                    .isEqualTo(new Plan.Single("old", Role.LEGACY, 1, Fallback.NONE));
        }
        assertThat(plan(entry, keyed(entry, "alice", "r"))).isInstanceOf(Plan.Merge.class);
    }

    @Test
    void without_an_experiment_the_model_answers_for_certain() {
        RouteEntry entry = entry(new Experiment.Plain("only"));

        assertThat(plan(entry, keyless(entry, "r"))).isEqualTo(new Plan.Single("only", Role.LEGACY, 1, Fallback.NONE));
        assertThat(entry.strategy().shares()).isEqualTo(Map.of("only", 1.0));
    }

    @Test
    void a_canary_is_at_its_rollouts_exposure_and_at_0_when_none_is_known() {
        Config config = new Config(
                Listen.at(new HostPort("127.0.0.1", 0), 1),
                Admin.DEFAULT,
                Map.of(),
                Dns.DEFAULT,
                Identity.NONE,
                List.of(entry(canary("s")).route()),
                Sink.DEFAULT,
                "00000000",
                "");
        RouteEntry half = RoutingTable.of(config, Map.of("search", new Percent(50)))
                .entries()
                .get(0);
        RouteEntry none = RoutingTable.of(config, Map.of()).entries().get(0);

        assertThat(half.strategy().shares()).isEqualTo(Map.of("old", 0.5, "new1", 0.5));
        assertThat(IntStream.range(0, 5_000)
                        .filter(i -> candidate(half, "user-" + i))
                        .count())
                .isBetween(2_300L, 2_700L);
        assertThat(IntStream.range(0, 5_000).anyMatch(i -> candidate(none, "user-" + i)))
                .isFalse();
    }

    private static boolean candidate(RouteEntry entry, String user) {
        return plan(entry, keyed(entry, user, "x")).assigned().equals("new1");
    }

    /** Five standard deviations of how many of the units fall in; none at 0 and 1. */
    private static int binomial(double share) {
        return (int) Math.ceil(5 * Math.sqrt(UNITS * share * (1 - share)));
    }
}
