package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.answer.Likeness;
import dev.understudy.compare.answer.Tokens;

/** Words that two texts share in order, as google's rouge_score counts them without stemming; ASCII words only. */
record RougeL() implements LikenessMetric {
    @Override
    public String name() {
        return "rougeL";
    }

    @Override
    public Purpose purpose() {
        return Purpose.INFORMATION;
    }

    @Override
    public double value(Answer legacy, Answer other) {
        return legacy instanceof Answer.Text left && other instanceof Answer.Text right
                ? Likeness.rougeL(Tokens.rouge(left.text()), Tokens.rouge(right.text()))
                : Double.NaN;
    }
}
