package dev.understudy.compare.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.understudy.compare.metric.AnyPairs.Turn;
import dev.understudy.compare.statistics.Interval;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every metric there is, whatever the answers. */
final class MetricLawsTest {
    /** They ask legacy's answer what is expected of both, so that swapping both asks something else. */
    private static final Set<String> ASK_LEGACY = Set.of("char_lcs_distance_noise_vs_raw", "valid_json");

    @Test
    void every_metric_is_under_these_laws() {
        Set<String> seen = new TreeSet<>();
        for (Design design : Design.values()) {
            for (int seed = 1; seed <= 2; seed++) {
                seen.addAll(AllFigures.of(AnyPairs.drawn(seed, 600, Turn.AS_DRAWN), design)
                        .byName()
                        .keySet());
            }
        }
        Set<String> unseen = new TreeSet<>();
        for (About about : Metrics.all()) {
            boolean isSeen = seen.contains(about.name())
                    || DurationMetric.QUANTILES.stream()
                            .allMatch(quantile -> seen.contains(about.name() + "_" + quantile.suffix()));
            if (!isSeen) {
                unseen.add(about.name());
            }
        }

        assertThat(unseen)
                .as("teach AnyPairs an answer of which they say something")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, PAIRED", "2, PAIRED", "3, UNPAIRED", "4, UNPAIRED"})
    void parts_merged_are_the_whole_in_any_order_and_any_grouping(long seed, Design design) {
        List<Observation> all = AnyPairs.drawn(seed, 240, Turn.AS_DRAWN);
        List<Observation> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, new Random(seed));
        List<List<Observation>> parts = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        shuffled.forEach(one -> parts.get((int) Math.floorMod(one.hash(), 3L)).add(one));

        AllFigures leftFirst = AllFigures.of(parts.get(0), design);
        leftFirst.merge(AllFigures.of(parts.get(1), design));
        leftFirst.merge(AllFigures.of(parts.get(2), design));
        AllFigures rightFirst = AllFigures.of(parts.get(1), design);
        rightFirst.merge(AllFigures.of(parts.get(2), design));
        AllFigures begun = AllFigures.of(parts.get(0), design);
        begun.merge(rightFirst);

        List<Estimate> whole = AllFigures.of(all, design).estimates();
        assertThat(leftFirst.estimates()).isEqualTo(whole);
        assertThat(begun.estimates()).isEqualTo(whole);
    }

    @ParameterizedTest
    @CsvSource({"1, PAIRED", "2, PAIRED", "3, UNPAIRED", "4, UNPAIRED"})
    void swapped_models_swap_the_sign_of_every_difference(long seed, Design design) {
        Map<String, Estimate> there =
                AllFigures.of(AnyPairs.drawn(seed, 240, Turn.TWINLESS), design).byName();
        Map<String, Estimate> back =
                AllFigures.of(AnyPairs.drawn(seed, 240, Turn.SWAPPED), design).byName();
        there.keySet().removeAll(ASK_LEGACY);
        back.keySet().removeAll(ASK_LEGACY);

        assertThat(there.keySet()).hasSizeGreaterThan(50).isEqualTo(back.keySet());
        there.forEach((name, estimate) -> {
            if (estimate.delta() != null) {
                Estimate other = Objects.requireNonNull(back.get(name), name);
                // Exactly: 0 less, so that 0 and its negative are the same.
                assertThat(0 - Objects.requireNonNull(other.delta())).as(name).isEqualTo(0 + estimate.delta());
                assertThat(other.legacy()).as(name).isEqualTo(estimate.candidate());
                assertThat(other.candidate()).as(name).isEqualTo(estimate.legacy());
                assertThat(other.n()).as(name).isEqualTo(estimate.n());
                if (Math.abs(estimate.delta()) > 1e-12 && design == Design.PAIRED) {
                    mirrored(name, estimate.inference(), other.inference());
                }
            }
        });
    }

    @ParameterizedTest
    @EnumSource(Design.class)
    void nothing_and_one_thing_and_equal_things_are_said_without_a_crash(Design design) {
        assertThat(AllFigures.of(List.of(), design).estimates()).isEmpty();
        for (int first = 1; first <= AnyPairs.KINDS; first++) {
            assertThat(AllFigures.of(AnyPairs.drawn(7, first, Turn.AS_DRAWN), design)
                            .estimates())
                    .allSatisfy(MetricLawsTest::isFinite);
        }
        List<Estimate> estimates =
                AllFigures.of(AnyPairs.ties(20 * AnyPairs.KINDS), design).estimates();

        assertThat(estimates).hasSizeGreaterThan(50).allSatisfy(MetricLawsTest::isFinite);
        if (design == Design.PAIRED) {
            assertThat(estimates).allSatisfy(estimate -> {
                if (estimate.delta() != null) {
                    assertThat(estimate.delta()).as(estimate.name()).isZero();
                }
                Interval interval = estimate.inference() == null
                        ? null
                        : estimate.inference().interval();
                if (interval != null && estimate.delta() != null) {
                    assertThat(interval.low()).as(estimate.name()).isLessThanOrEqualTo(0);
                    assertThat(interval.high()).as(estimate.name()).isGreaterThanOrEqualTo(0);
                }
            });
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22})
    void a_twin_equal_to_legacy_is_no_noise_at_all(long seed) {
        Map<String, Estimate> found = AllFigures.of(AnyPairs.drawn(seed, 360, Turn.TWIN_IS_LEGACY), Design.PAIRED)
                .byName();
        found.keySet().remove("char_lcs_distance_noise_vs_raw");

        assertThat(found.values()).filteredOn(one -> one.noiseN() > 0).hasSizeGreaterThan(50);
        found.forEach((name, estimate) -> {
            Detail.Excess excess = estimate.detail().excess();
            if (estimate.delta() != null && estimate.noise() != null) {
                assertThat(estimate.noise()).as(name).isZero();
            }
            // They know Latin letters only, so that a text without any shares nothing with itself either.
            if (excess != null && !name.startsWith("rouge") && !name.contains("bleu")) {
                assertThat(excess.noise()).as(name).isZero();
                assertThat(excess.delta()).as(name).isEqualTo(excess.raw());
            }
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {23, 24})
    void a_candidate_equal_to_legacys_second_answer_has_no_excess(long seed) {
        Map<String, Estimate> found = AllFigures.of(AnyPairs.drawn(seed, 360, Turn.TWIN_IS_CANDIDATE), Design.PAIRED)
                .byName();
        Map<String, Detail.Excess> excesses = new TreeMap<>();
        found.forEach((name, estimate) -> {
            if (estimate.detail().excess() != null) {
                excesses.put(name, estimate.detail().excess());
            }
            if (estimate.noise() != null && estimate.delta() == null) {
                assertThat(estimate.noise()).as(name).isEqualTo(estimate.candidate(), within(1e-12));
            }
        });
        excesses.remove("char_lcs_distance_noise_vs_raw");

        assertThat(excesses).hasSizeGreaterThan(30);
        excesses.forEach((name, excess) -> {
            assertThat(excess.delta()).as(name).isZero();
            assertThat(excess.p()).as(name).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {12, 14})
    void two_arms_have_figures_of_sets_too(long seed) {
        Map<String, Estimate> found = AllFigures.of(
                        AnyPairs.drawn(seed, 60 * AnyPairs.KINDS, Turn.AS_DRAWN), Design.UNPAIRED)
                .byName();

        assertThat(found.keySet())
                .contains("accuracy", "roc_auc", "f1", "rmse", "ndcg", "ref_rougeL", "ref_corpus_bleu");
        assertThat(found.keySet())
                .contains(
                        "silhouette",
                        "davies_bouldin",
                        "map",
                        "box_f1",
                        "mean_iou",
                        "mask_dice",
                        "c_index",
                        "survival_auc");
        assertThat(found.keySet()).doesNotContain("corpus_bleu");
        assertThat(Objects.requireNonNull(found.get("roc_auc")).inference()).isNotNull();
    }

    private static void mirrored(String name, Estimate.@Nullable Inference one, Estimate.@Nullable Inference other) {
        assertThat(one == null).as(name).isEqualTo(other == null);
        if (one != null && other != null) {
            double width = one.interval().high() - one.interval().low();
            assertThat(other.interval().low())
                    .as(name)
                    .isEqualTo(-one.interval().high(), within(1e-9 + 1e-9 * width));
            assertThat(other.interval().high())
                    .as(name)
                    .isEqualTo(-one.interval().low(), within(1e-9 + 1e-9 * width));
        }
    }

    static void isFinite(Estimate estimate) {
        assertThat(Double.isFinite(estimate.candidate())).as(estimate.name()).isTrue();
        assertThat(estimate.legacy() == null || Double.isFinite(estimate.legacy()))
                .as(estimate.name())
                .isTrue();
        assertThat(estimate.delta() == null || Double.isFinite(estimate.delta()))
                .as(estimate.name())
                .isTrue();
        Estimate.Inference inference = estimate.inference();
        if (inference != null) {
            assertThat(Double.isFinite(inference.interval().low())
                            && Double.isFinite(inference.interval().high()))
                    .as(estimate.name())
                    .isTrue();
        }
    }
}
