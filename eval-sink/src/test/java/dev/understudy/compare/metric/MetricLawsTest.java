package dev.understudy.compare.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.answer.Box;
import dev.understudy.compare.answer.Extracted;
import dev.understudy.compare.answer.Extractor;
import dev.understudy.compare.answer.Mask;
import dev.understudy.config.Compare;
import dev.understudy.config.Compare.Profile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every metric, whatever the answers. */
final class MetricLawsTest {
    private static final int KINDS = 10;
    private static final List<String> WORDS =
            List.of("the", "cat", "sat", "on", "a", "mat", "東京", "ja", "no", "yes", "{\"a\":1}", "sorry");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void parts_merged_are_the_whole_in_any_order(long seed) {
        List<Observation> all = observations(seed, 60);
        List<Observation> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, new Random(seed));
        Gathered left = new Gathered(Design.PAIRED);
        Gathered right = new Gathered(Design.PAIRED);
        shuffled.forEach(one -> (one.hash() % 3 == 0 ? left : right).add(one));

        right.merge(left);

        assertThat(right.estimates()).isEqualTo(gathered(all, Design.PAIRED).estimates());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void swapped_models_swap_the_sign_of_every_difference(long seed) {
        Map<String, Estimate> there = byName(gathered(observations(seed, 40), Design.PAIRED));
        Map<String, Estimate> back = byName(gathered(swapped(seed, 40), Design.PAIRED));
        for (String ofLegacy : List.of("char_lcs_distance_noise_vs_raw", "valid_json")) {
            there.remove(ofLegacy);
            back.remove(ofLegacy);
        }

        there.forEach((name, estimate) -> {
            if (estimate.delta() != null) {
                Estimate other = Objects.requireNonNull(back.get(name), name);
                assertThat(Objects.requireNonNull(other.delta()))
                        .as(name)
                        .isEqualTo(-estimate.delta(), within(1e-12 * Math.max(1, Math.abs(estimate.delta()))));
                assertThat(other.legacy()).as(name).isEqualTo(estimate.candidate());
            }
        });
        assertThat(there.keySet()).hasSizeGreaterThan(25).isEqualTo(back.keySet());
    }

    @ParameterizedTest
    @EnumSource(Design.class)
    void nothing_and_one_thing_and_equal_things_are_said_without_a_crash(Design design) {
        assertThat(gathered(List.of(), design).estimates()).isEmpty();
        assertThat(gathered(observations(7, 1), design).estimates()).allSatisfy(MetricLawsTest::isFinite);
        List<Observation> ties = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Answer same = answer(new SplittableRandom(1), i % KINDS);
            ties.add(Observations.of("t" + i, request(i % KINDS, new SplittableRandom(1)), same, same, same));
        }
        List<Estimate> estimates = gathered(ties, design).estimates();

        assertThat(estimates).isNotEmpty().allSatisfy(MetricLawsTest::isFinite);
        if (design == Design.PAIRED) {
            assertThat(estimates)
                    .filteredOn(estimate -> estimate.delta() != null)
                    .allSatisfy(estimate -> assertThat(estimate.delta()).isZero());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void two_arms_have_figures_of_sets_too(long seed) {
        Map<String, Estimate> found = byName(gathered(observations(seed, 400), Design.UNPAIRED));

        assertThat(found).containsKeys("accuracy", "roc_auc", "f1", "rmse", "ndcg", "ref_rougeL", "ref_corpus_bleu");
        assertThat(found)
                .containsKeys(
                        "silhouette",
                        "davies_bouldin",
                        "map",
                        "box_f1",
                        "mean_iou",
                        "mask_dice",
                        "c_index",
                        "survival_auc");
        assertThat(found).doesNotContainKeys("corpus_bleu");
        assertThat(Objects.requireNonNull(found.get("roc_auc")).inference()).isNotNull();
    }

    private static void isFinite(Estimate estimate) {
        assertThat(Double.isFinite(estimate.candidate())).as(estimate.name()).isTrue();
        assertThat(estimate.delta() == null || Double.isFinite(estimate.delta()))
                .as(estimate.name())
                .isTrue();
    }

    private static Map<String, Estimate> byName(Gathered gathered) {
        return gathered.estimates().stream()
                .collect(Collectors.toMap(Estimate::name, estimate -> estimate, (a, b) -> a, TreeMap::new));
    }

    private static Gathered gathered(List<Observation> observations, Design design) {
        Gathered gathered = new Gathered(design);
        observations.forEach(gathered::add);
        return gathered;
    }

    private static List<Observation> observations(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Observation> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(observation(random, i, true));
        }
        return all;
    }

    private static List<Observation> swapped(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Observation> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(observation(random, i, false));
        }
        return all;
    }

    /** Kinds of answers take turns. */
    private static Observation observation(SplittableRandom random, int number, boolean forth) {
        int kind = number % KINDS;
        Answer one = answer(random, kind);
        Answer other = answer(random, kind);
        Answer twin = random.nextInt(3) == 0 ? answer(random, kind) : null;
        String request = request(kind, random);
        return Observations.of("p" + number, request, forth ? one : other, forth ? other : one, forth ? twin : null);
    }

    private static Answer answer(SplittableRandom random, int kind) {
        return switch (kind) {
            case 0 -> new Answer.Text(words(random));
            case 1 -> new Answer.Prediction(random.nextInt(2) + "", probability(random));
            case 2 -> new Answer.Quantity(random.nextInt(5));
            case 3 ->
                new Answer.Ranking(List.of("a" + random.nextInt(3), "b" + random.nextInt(3), "c" + random.nextInt(3)));
            case 4 -> new Answer.Vector(random.nextDouble(), random.nextDouble());
            case 5 ->
                new Answer.Cluster("c" + random.nextInt(3), new Answer.Vector(random.nextInt(3), random.nextDouble()));
            case 6 -> new Answer.Detected(List.of(box(random), box(random)));
            case 7 -> new Answer.Segmented(mask(random));
            case 8 -> new Answer.Risk(random.nextInt(9));
            default -> new Answer.Text("", Answer.Details.NONE);
        };
    }

    private static Box box(SplittableRandom random) {
        double left = random.nextInt(3);
        return new Box("b" + random.nextInt(2), random.nextDouble(), left, 0, left + 5, 5, false);
    }

    private static Mask mask(SplittableRandom random) {
        Answer.Segmented read = (Answer.Segmented) ((Extracted.Found) Extractor.of(new Compare(Profile.SEGMENTATION))
                        .from(new ObjectMapper()
                                .valueToTree(
                                        List.of(List.of(random.nextInt(3), random.nextInt(3), random.nextInt(3))))))
                .answer();
        return read.mask();
    }

    private static @Nullable Double probability(SplittableRandom random) {
        return random.nextInt(5) / 4.0;
    }

    private static String words(SplittableRandom random) {
        List<String> words = new ArrayList<>();
        for (int i = random.nextInt(12); i > 0; i--) {
            words.add(WORDS.get(random.nextInt(WORDS.size())));
        }
        return String.join(" ", words);
    }

    private static String request(int kind, SplittableRandom random) {
        return switch (kind) {
            case 0 -> "{\"reference\":\"the cat sat on 東京\"}";
            case 1 -> "{\"label\":" + random.nextInt(2) + "}";
            case 2 -> "{\"label\":" + random.nextInt(5) + "}";
            case 3 -> "{\"qrels\":{\"a0\":2,\"b1\":1,\"c2\":0}}";
            case 6 -> "{\"label\":[{\"label\":\"b0\",\"bbox\":[0,0,5,5]},{\"label\":\"b1\",\"bbox\":[2,0,5,5]}]}";
            case 7 -> "{\"label\":[[0,1,2]]}";
            case 8 -> "{\"time\":" + random.nextInt(9) + ",\"event\":" + random.nextBoolean() + "}";
            default -> "{}";
        };
    }

    /** All figures of one comparison. */
    private static final class Gathered {
        private final List<LegFigure> legs;
        private final List<LikenessFigure> likenesses;
        private final List<SetFigure> sets;

        Gathered(Design design) {
            Reading usual = Reading.byLook();
            Metrics metrics = Metrics.of(
                    new Reading(
                            usual.profiles(),
                            usual.extractor(),
                            usual.differences(),
                            Observations.PLACES,
                            usual.format(),
                            0),
                    design);
            legs = metrics.legs();
            likenesses = metrics.likenesses();
            sets = metrics.sets();
        }

        void add(Observation one) {
            legs.forEach(figure -> figure.add(one));
            likenesses.forEach(figure -> figure.add(one));
            sets.forEach(figure -> figure.add(one));
        }

        void merge(Gathered other) {
            for (int i = 0; i < legs.size(); i++) {
                legs.get(i).merge(other.legs.get(i));
            }
            for (int i = 0; i < likenesses.size(); i++) {
                likenesses.get(i).merge(other.likenesses.get(i));
            }
            for (int i = 0; i < sets.size(); i++) {
                sets.get(i).merge(other.sets.get(i));
            }
        }

        List<Estimate> estimates() {
            List<Estimate> all = new ArrayList<>();
            legs.forEach(figure -> figure.estimate(Precisions.USUAL).ifPresent(all::add));
            sets.forEach(figure -> all.addAll(figure.estimates(Precisions.USUAL)));
            likenesses.forEach(figure -> figure.estimate(Precisions.USUAL).ifPresent(all::add));
            return all;
        }
    }
}
