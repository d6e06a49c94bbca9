package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.answer.Likeness;
import dev.understudy.compare.answer.Tokens;

/** Shared words of two texts in any script, by Unicode's word boundaries. */
record TokenF1Unicode() implements LikenessMetric {
    @Override
    public String name() {
        return "token_f1_unicode";
    }

    @Override
    public Purpose purpose() {
        return Purpose.LIKENESS;
    }

    @Override
    public double value(Answer legacy, Answer other) {
        return legacy instanceof Answer.Text left && other instanceof Answer.Text right
                ? Likeness.f1(Tokens.unicode(left.text()), Tokens.unicode(right.text()))
                : Double.NaN;
    }
}
