package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.config.Compare.Profile;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How many of an answer's words stand in the passages it rests on. */
record ContextOverlap() implements LegMetric {
    private static final About ABOUT = new About(
            "groundedness_overlap",
            "share",
            Direction.HIGHER,
            Purpose.INFORMATION,
            "The share of an answer's words that stand in the passages it rests on; a rough sign, since it knows no synonyms.",
            "|words of the answer found in the passages| / |words of the answer|",
            "words of any script (UAX 29)",
            Profile.RAG);

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
        if (!(subject.answer() instanceof Answer.Text text)) {
            return Double.NaN;
        }
        List<String> passages = text.details().contexts().isEmpty()
                ? observation.truth().contexts()
                : text.details().contexts();
        long[] words = text.words().unicode();
        if (passages.isEmpty() || words.length == 0) {
            return Double.NaN;
        }
        Set<Long> known = new HashSet<>();
        for (String passage : passages) {
            for (long word : new Answer.Text(passage).words().unicode()) {
                known.add(word);
            }
        }
        return (double) Arrays.stream(words).filter(known::contains).count() / words.length;
    }
}
