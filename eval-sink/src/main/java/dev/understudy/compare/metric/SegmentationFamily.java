package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.answer.Mask;
import dev.understudy.config.Compare.Profile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How well masks cover the right ones over all pixels of all pictures, class by class. */
record SegmentationFamily() implements SetFamily<SegmentationFamily.Picture> {
    private static final List<About> METRICS = List.of(
            new About(
                    "mean_iou",
                    "share",
                    Metric.Direction.HIGHER,
                    Metric.Purpose.INFORMATION,
                    "How much of the right and found areas of all pictures together is both; the mean over classes.",
                    "mean over classes of |found and right| / |found or right|, pixels of all pictures; 0 is no class",
                    "PASCAL VOC; scikit-learn's jaccard_score over pixels, macro",
                    Profile.SEGMENTATION),
            new About(
                    "mean_dice",
                    "share",
                    Metric.Direction.HIGHER,
                    Metric.Purpose.INFORMATION,
                    "The same, with what is both counting twice.",
                    "mean over classes of 2 |found and right| / (|found| + |right|), pixels of all pictures",
                    "Dice 1945; scikit-learn's f1_score over pixels, macro",
                    Profile.SEGMENTATION));

    /** Pixels of one class. */
    record Pixels(long shared, long found, long right) {}

    /** By class. */
    record Picture(Map<String, Pixels> classes) {}

    @Override
    public int sample() {
        return DetectionFamily.PICTURES;
    }

    @Override
    public List<About> metrics() {
        return METRICS;
    }

    @Override
    public @Nullable Picture row(Subject subject, Observation observation) {
        Answer answer = subject.answer();
        if (!(answer instanceof Answer.Segmented) && !subject.foundNothing()) {
            return null;
        }
        Mask right = observation.truth().mask();
        if (right == null) {
            return null;
        }
        Map<String, Pixels> classes = new TreeMap<>();
        right.labels().forEach(label -> classes.put(label, new Pixels(0, 0, right.area(label))));
        if (answer instanceof Answer.Segmented found) {
            Mask mask = found.mask();
            mask.labels()
                    .forEach(label -> classes.put(
                            label, new Pixels(mask.shared(right, label), mask.area(label), right.area(label))));
        }
        return new Picture(classes);
    }

    @Override
    public Both prepare(List<Picture> legacy, List<Picture> candidate) {
        return new Both(scores(legacy), scores(candidate));
    }

    private static Scores scores(List<Picture> pictures) {
        TreeSet<String> labels = new TreeSet<>();
        pictures.forEach(picture -> labels.addAll(picture.classes().keySet()));
        List<String> order = new ArrayList<>(labels);
        int[][] classes = new int[pictures.size()][];
        Pixels[][] pixels = new Pixels[pictures.size()][];
        for (int i = 0; i < classes.length; i++) {
            Map<String, Pixels> picture = pictures.get(i).classes();
            classes[i] = picture.keySet().stream()
                    .mapToInt(label -> Collections.binarySearch(order, label))
                    .toArray();
            pixels[i] = picture.values().toArray(Pixels[]::new);
        }
        return weights -> {
            double[][] sums = new double[order.size()][3];
            for (int i = 0; i < weights.length; i++) {
                for (int k = 0; weights[i] > 0 && k < classes[i].length; k++) {
                    double[] sum = sums[classes[i][k]];
                    sum[0] += weights[i] * pixels[i][k].shared();
                    sum[1] += weights[i] * pixels[i][k].found();
                    sum[2] += weights[i] * pixels[i][k].right();
                }
            }
            return means(sums);
        };
    }

    private static double[] means(double[][] sums) {
        double iou = 0;
        double dice = 0;
        int classes = 0;
        for (double[] sum : sums) {
            double both = sum[1] + sum[2];
            if (both > 0) {
                classes++;
                iou += sum[0] / (both - sum[0]);
                dice += 2.0 * sum[0] / both;
            }
        }
        return new double[] {classes == 0 ? Double.NaN : iou / classes, classes == 0 ? Double.NaN : dice / classes};
    }
}
