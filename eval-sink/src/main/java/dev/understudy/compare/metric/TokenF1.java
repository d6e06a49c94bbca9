package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.answer.Likeness;
import dev.understudy.compare.answer.Tokens;

/** Shared words of two texts as SQuAD counts them; made for English. */
record TokenF1() implements LikenessMetric {
    @Override
    public String name() {
        return "token_f1";
    }

    @Override
    public Purpose purpose() {
        return Purpose.INFORMATION;
    }

    @Override
    public double value(Answer legacy, Answer other) {
        return legacy instanceof Answer.Text left && other instanceof Answer.Text right
                ? Likeness.f1(Tokens.squad(left.text()), Tokens.squad(right.text()))
                : Double.NaN;
    }
}
