package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.config.Compare.Profile;

/** How alike the boxes are that two models are sure of. */
record BoxAgreement() implements LikenessMetric {
    private static final About ABOUT = new About(
            "box_agreement",
            "share",
            Direction.HIGHER,
            Purpose.LIKENESS,
            "How many of the boxes of two answers have a partner in the other one.",
            "2 matched / (boxes of both), of boxes with a score of 0.5 or more; matched: same label, IoU of 0.5 or more",
            "box_f1 with legacy's boxes as the right ones",
            Profile.DETECTION);

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public double value(TwoAnswers answers) {
        return answers.legacy() instanceof Answer.Detected left && answers.other() instanceof Answer.Detected right
                ? BoxMatching.f1(right.boxes(), BoxMatching.sure(left.boxes()))
                : Double.NaN;
    }
}
