package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.answer.Box;
import dev.understudy.config.Compare.Profile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How well the boxes that a model is sure of are those that are there, picture by picture. */
record BoxF1() implements LegMetric {
    private static final About ABOUT = new About(
            "box_f1",
            "share",
            Direction.HIGHER,
            Purpose.QUALITY,
            "How many of a picture's things were found and how many of the found are there, in one; a model that failed"
                    + " found nothing.",
            "2 matched / (found + there), of boxes with a score of 0.5 or more; matched: same label, IoU of 0.5 or more",
            "COCO's matching",
            Profile.DETECTION);

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public boolean binary() {
        return false;
    }

    @Override
    public double value(Subject subject, Observation observation) {
        List<Box> found = found(subject);
        if (found == null) {
            return Double.NaN;
        }
        List<Box> right = observation.truth().boxes();
        return right == null ? Double.NaN : BoxMatching.f1(found, right);
    }

    /** Nothing where it should have found something; null where it was not asked, or answered something else. */
    static @Nullable List<Box> found(Subject subject) {
        if (subject.answer() instanceof Answer.Detected detected) {
            return detected.boxes();
        }
        return subject.foundNothing() ? List.of() : null;
    }
}
