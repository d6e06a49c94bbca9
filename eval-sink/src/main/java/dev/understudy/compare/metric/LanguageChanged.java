package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.answer.Language;
import dev.understudy.config.Compare.Profile;
import java.util.Optional;

/** Whether the other answer is in another language or script. */
record LanguageChanged() implements LikenessMetric {
    private static final About ABOUT = new About(
            "language_changed",
            "share",
            Direction.LOWER,
            Purpose.INFORMATION,
            "The share of pairs whose answers are in different languages or scripts, where both can be told.",
            "different / told",
            "scripts of Unicode; for Latin script, frequent words",
            Profile.TEXT,
            Profile.CHAT,
            Profile.RAG);

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public double value(TwoAnswers answers) {
        if (!(answers.legacy() instanceof Answer.Text left) || !(answers.other() instanceof Answer.Text right)) {
            return Double.NaN;
        }
        Optional<String> before = Language.of(left.words());
        Optional<String> after = before.isEmpty() ? before : Language.of(right.words());
        return before.isEmpty() || after.isEmpty() ? Double.NaN : before.equals(after) ? 0 : 1;
    }
}
