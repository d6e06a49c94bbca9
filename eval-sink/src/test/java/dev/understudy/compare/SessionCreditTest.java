package dev.understudy.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.understudy.pair.Pair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credit for clicks in mixed lists, against counting every way in which a list may have come about. */
final class SessionCreditTest {
    private static final List<String> LEGACY = List.of("a", "b", "c", "d");
    private static final List<String> CANDIDATE = List.of("b", "e", "a", "f");

    @Test
    void a_team_has_the_clicks_on_what_it_picked() {
        Pair.Interleaving mixed = mixed("teamDraft", "a:legacy", "b:candidate", "e:candidate", "c:legacy");

        SessionCredit credit = SessionCredit.of(mixed, List.of("b", "e", "c", "nothing shown"), LEGACY, CANDIDATE);

        assertThat(credit).isEqualTo(new SessionCredit(1, 1, 2, 2, 1, 0));
        assertThat(SessionCredit.of(mixed, List.of(), LEGACY, CANDIDATE)).isEqualTo(SessionCredit.NONE);
        assertThat(SessionCredit.of(mixed, List.of("a", "b"), LEGACY, CANDIDATE).outcome())
                .isZero();
    }

    /** Ranks from 1: the lowest click is e, second in the candidate's list, so that two of each list count. */
    @Test
    void a_balanced_list_is_read_as_deep_as_the_better_list_has_the_lowest_click() {
        Pair.Interleaving mixed = mixed("balanced", "a:legacy", "b:candidate", "e:candidate", "c:legacy");

        assertThat(SessionCredit.of(mixed, List.of("e", "a"), LEGACY, CANDIDATE))
                .isEqualTo(new SessionCredit(0, 1, 1, 1, 1, 0));
        assertThat(SessionCredit.of(mixed, List.of("e", "b"), LEGACY, CANDIDATE))
                .isEqualTo(new SessionCredit(1, 1, 2, 1, 0, 1));
        assertThat(SessionCredit.of(mixed, List.of("c"), LEGACY, CANDIDATE))
                .isEqualTo(new SessionCredit(-1, 1, 0, 0, 1, 0));
        // The lowest click is a, first in legacy's list: what stands deeper in the candidate's does not count for it.
        assertThat(SessionCredit.of(mixed("balanced", "b:candidate", "a:legacy"), List.of("b", "a"), LEGACY, CANDIDATE))
                .isEqualTo(new SessionCredit(0, 1, 1, 1, 1, 0));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void a_drawn_list_is_credited_by_all_the_ways_it_may_have_come_about(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int session = 0; session < 40; session++) {
            List<String> legacy = ranking(random);
            List<String> candidate = ranking(random);
            Pair.Interleaving mixed = drawn(legacy, candidate, random);
            List<String> clicked = clicks(mixed, random);

            SessionCredit credit = SessionCredit.of(mixed, clicked, legacy, candidate);

            double[] counted = everyAssignment(mixed, clicked, legacy, candidate);
            assertThat(credit.outcome()).isEqualTo(counted[0], within(1e-9));
            assertThat(credit.legacy()).isEqualTo(counted[1], within(1e-9));
            assertThat(credit.candidate()).isEqualTo(counted[2], within(1e-9));
            assertThat(credit.itemWins() + credit.itemLosses() + credit.itemTies())
                    .isEqualTo(clicked.size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"teamDraft", "balanced", "probabilistic"})
    void both_sides_in_each_others_place_turn_every_credit_round(String method) {
        SplittableRandom random = new SplittableRandom(9);
        for (int session = 0; session < 100; session++) {
            List<String> legacy = ranking(random);
            List<String> candidate = ranking(random);
            Pair.Interleaving drawn = drawn(legacy, candidate, random);
            Pair.Interleaving mixed = new Pair.Interleaving(method, false, drawn.items());
            Pair.Interleaving swapped = new Pair.Interleaving(
                    method,
                    false,
                    drawn.items().stream()
                            .map(item ->
                                    new Pair.Item(item.id(), item.from().equals("legacy") ? "candidate" : "legacy"))
                            .toList());
            List<String> clicked = clicks(mixed, random);

            SessionCredit one = SessionCredit.of(mixed, clicked, legacy, candidate);
            SessionCredit other = SessionCredit.of(swapped, clicked, candidate, legacy);

            assertThat(other.outcome()).isEqualTo(-one.outcome(), within(1e-12));
            assertThat(other.legacy()).isEqualTo(one.candidate(), within(1e-12));
            assertThat(other.itemWins()).isEqualTo(one.itemLosses());
            assertThat(other.itemTies()).isEqualTo(one.itemTies());
        }
    }

    @Test
    void an_item_that_is_shown_twice_is_nobodys_the_second_time() {
        Pair.Interleaving mixed = mixed("probabilistic", "a:legacy", "a:candidate", "b:candidate");

        SessionCredit credit = SessionCredit.of(mixed, List.of("a"), LEGACY, CANDIDATE);

        assertThat(credit.outcome()).isBetween(-1.0, 1.0);
        assertThat(credit.legacy() + credit.candidate()).isEqualTo(2, within(1e-12));
    }

    @Test
    void two_equal_lists_never_differ_and_unread_ones_are_told_apart() {
        List<String> same = List.of("a", "b", "c");
        Pair.Interleaving mixed = mixed("probabilistic", "c:legacy", "a:candidate", "b:candidate");

        assertThat(SessionCredit.of(mixed, List.of("a", "c"), same, same))
                .isEqualTo(new SessionCredit(0, 1, 1, 0, 0, 2));
        assertThat(SessionCredit.canTell(mixed, same, same)).isTrue();
        assertThat(SessionCredit.canTell(mixed, List.of(), List.of())).isFalse();
        // Then what was recorded of the draw itself is all there is: as right on average, and less sure.
        assertThat(SessionCredit.of(mixed, List.of("a"), List.of(), List.of()).outcome())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"teamDraft", "balanced", "probabilistic"})
    void users_who_like_neither_list_more_prefer_none_at_any_of_twenty_looks(String method) {
        int alarms = 0;
        int runs = 150;
        for (int run = 0; run < runs; run++) {
            SplittableRandom random = new SplittableRandom(run);
            PreferenceFigure figure = new PreferenceFigure();
            for (int session = 0; session < 200; session++) {
                // As long as each other, so that neither runs out before the mixed list is full.
                List<String> one = ranking(random, 4);
                List<String> other = ranking(random, 4);
                // Which list is whose is a coin, so that no model is better.
                boolean turned = random.nextBoolean();
                Pair.Interleaving drawn = drawn(turned ? other : one, turned ? one : other, random);
                Pair.Interleaving mixed = new Pair.Interleaving(method, false, drawn.items());
                List<String> clicked = clicks(mixed, random);
                figure.addSession(
                        SessionCredit.of(mixed, clicked, turned ? other : one, turned ? one : other),
                        clicked.isEmpty(),
                        Instant.EPOCH.plusSeconds(session),
                        null);
            }
            Report.Preference found = figure.result(new Comparer(VerdictRules.DEFAULT, Filter.ALL, 1, 1).precision())
                    .orElseThrow();
            alarms += found.alwaysValidP() < 0.05 ? 1 : 0;
        }
        assertThat(alarms).isLessThanOrEqualTo(runs * 5 / 100);
    }

    @Test
    void an_anytime_p_never_rises_and_does_not_depend_on_the_order() {
        PreferenceFigure rising = new PreferenceFigure();
        PreferenceFigure shuffled = new PreferenceFigure();
        for (int session = 0; session < 128; session++) {
            // First the candidate wins, then legacy does: in the end both have won as often.
            rising.addSession(won(session < 64), false, Instant.EPOCH.plusSeconds(session), null);
            int other = session * 37 % 128;
            shuffled.addSession(won(other < 64), false, Instant.EPOCH.plusSeconds(other), null);
        }
        Report.Preference first = rising.result(new Comparer(VerdictRules.DEFAULT, Filter.ALL, 1, 1).precision())
                .orElseThrow();

        assertThat(first.delta()).isZero();
        assertThat(first.alwaysValidP()).isLessThan(1e-9);
        assertThat(shuffled.result(new Comparer(VerdictRules.DEFAULT, Filter.ALL, 1, 1).precision()))
                .contains(first);
    }

    private static SessionCredit won(boolean byCandidate) {
        return byCandidate ? new SessionCredit(1, 0, 1, 1, 0, 0) : new SessionCredit(-1, 1, 0, 0, 1, 0);
    }

    private static Pair.Interleaving mixed(String method, String... items) {
        List<Pair.Item> all = new ArrayList<>();
        for (String item : items) {
            String[] both = item.split(":", -1);
            all.add(new Pair.Item(both[0], both[1]));
        }
        return new Pair.Interleaving(method, false, all);
    }

    /** Some of six letters, in any order. */
    private static List<String> ranking(SplittableRandom random) {
        return ranking(random, 2 + random.nextInt(4));
    }

    private static List<String> ranking(SplittableRandom random, int size) {
        List<String> rest = new ArrayList<>(List.of("a", "b", "c", "d", "e", "f"));
        List<String> ranking = new ArrayList<>();
        for (int length = size; length > 0; length--) {
            ranking.add(rest.remove(random.nextInt(rest.size())));
        }
        return ranking;
    }

    private static Pair.Interleaving drawn(List<String> legacy, List<String> candidate, SplittableRandom random) {
        List<Pair.Item> items = new ArrayList<>();
        List<String> ours = new ArrayList<>(legacy);
        List<String> theirs = new ArrayList<>(candidate);
        while (items.size() < legacy.size() && !(ours.isEmpty() && theirs.isEmpty())) {
            boolean legacyTurn = theirs.isEmpty() || (!ours.isEmpty() && random.nextBoolean());
            List<String> side = legacyTurn ? ours : theirs;
            String item = side.get(random.nextInt(side.size()));
            items.add(new Pair.Item(item, legacyTurn ? "legacy" : "candidate"));
            ours.remove(item);
            theirs.remove(item);
        }
        return new Pair.Interleaving("probabilistic", false, items);
    }

    private static List<String> clicks(Pair.Interleaving mixed, SplittableRandom random) {
        return mixed.items().stream()
                .map(Pair.Item::id)
                .filter(item -> random.nextInt(3) == 0)
                .toList();
    }

    /** Outcome, legacy's credit and the candidate's, over all 2^n assignments of places to sides. */
    private static double[] everyAssignment(
            Pair.Interleaving mixed, List<String> clicked, List<String> legacy, List<String> candidate) {
        int places = mixed.items().size();
        double all = 0;
        double[] sums = new double[3];
        for (int assignment = 0; assignment < 1 << places; assignment++) {
            List<String> gone = new ArrayList<>();
            double likely = 1;
            int ours = 0;
            int theirs = 0;
            for (int place = 0; place < places; place++) {
                boolean ofCandidate = (assignment >> place & 1) == 1;
                String item = mixed.items().get(place).id();
                likely *= chance(ofCandidate ? candidate : legacy, item, gone);
                gone.add(item);
                if (clicked.contains(item)) {
                    theirs += ofCandidate ? 1 : 0;
                    ours += ofCandidate ? 0 : 1;
                }
            }
            all += likely;
            sums[0] += likely * Integer.compare(theirs, ours);
            sums[1] += likely * ours;
            sums[2] += likely * theirs;
        }
        return new double[] {sums[0] / all, sums[1] / all, sums[2] / all};
    }

    private static double chance(List<String> list, String item, List<String> gone) {
        double all = 0;
        double own = 0;
        for (int index = 0; index < list.size(); index++) {
            double weight = gone.contains(list.get(index)) ? 0 : Math.pow(index + 1, -3);
            all += weight;
            own += list.get(index).equals(item) ? weight : 0;
        }
        return all == 0 ? 0 : own / all;
    }
}
