package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.config.Compare.Profile;

/** How alike two masks are. */
record MaskAgreement() implements LikenessMetric {
    private static final About ABOUT = new About(
            "mask_agreement",
            "share",
            Direction.HIGHER,
            Purpose.LIKENESS,
            "How much of the areas of two masks is both; the mean over their classes.",
            "mean over classes of |both| / |either|",
            "mask_iou with legacy's mask as the right one",
            Profile.SEGMENTATION);

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public double value(TwoAnswers answers) {
        return answers.legacy() instanceof Answer.Segmented left && answers.other() instanceof Answer.Segmented right
                ? MaskOverlap.mean(left.mask(), right.mask(), false)
                : Double.NaN;
    }
}
