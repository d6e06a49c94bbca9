package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.answer.Mask;
import dev.understudy.config.Compare.Profile;
import java.util.Set;
import java.util.TreeSet;

/** How well a mask covers the right one, picture by picture. */
record MaskOverlap(About about, boolean isDice) implements LegMetric {
    static final MaskOverlap IOU = new MaskOverlap(
            new About(
                    "mask_iou",
                    "share",
                    Direction.HIGHER,
                    Purpose.QUALITY,
                    "How much of a picture's right and found areas is both; the mean over its classes. A model that failed"
                            + " found nothing.",
                    "mean over classes of |found and right| / |found or right|; 1 where there is nothing and nothing found",
                    "Jaccard 1912",
                    Profile.SEGMENTATION),
            false);

    static final MaskOverlap DICE = new MaskOverlap(
            new About(
                    "mask_dice",
                    "share",
                    Direction.HIGHER,
                    Purpose.INFORMATION,
                    "The same, with what is both counting twice, as medicine has it.",
                    "mean over classes of 2 |found and right| / (|found| + |right|)",
                    "Dice 1945",
                    Profile.SEGMENTATION),
            true);

    @Override
    public boolean binary() {
        return false;
    }

    @Override
    public double value(Subject subject, Observation observation) {
        if (!(subject.answer() instanceof Answer.Segmented) && !subject.foundNothing()) {
            return Double.NaN;
        }
        Mask right = observation.truth().mask();
        if (right == null) {
            return Double.NaN;
        }
        return subject.answer() instanceof Answer.Segmented found
                ? mean(found.mask(), right, isDice)
                : right.labels().isEmpty() ? 1 : 0;
    }

    /** Over the classes that either has. */
    static double mean(Mask one, Mask other, boolean isDice) {
        Set<String> labels = new TreeSet<>(one.labels());
        labels.addAll(other.labels());
        double sum = 0;
        for (String label : labels) {
            long shared = one.shared(other, label);
            long both = one.area(label) + other.area(label);
            sum += isDice ? 2.0 * shared / both : (double) shared / (both - shared);
        }
        return labels.isEmpty() ? 1 : sum / labels.size();
    }
}
