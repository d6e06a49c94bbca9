package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;

/** How long a text answer is, in Unicode characters. */
record OutputLength() implements LegMetric {
    @Override
    public String name() {
        return "output_length";
    }

    @Override
    public String unit() {
        return "characters";
    }

    @Override
    public Direction better() {
        return Direction.NONE;
    }

    @Override
    public Purpose purpose() {
        return Purpose.INFORMATION;
    }

    @Override
    public boolean binary() {
        return false;
    }

    @Override
    public double value(Subject subject, Events events) {
        return subject.answer() instanceof Answer.Text text
                ? text.text().codePointCount(0, text.text().length())
                : Double.NaN;
    }
}
