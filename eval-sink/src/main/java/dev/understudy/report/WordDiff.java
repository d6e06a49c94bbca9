package dev.understudy.report;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.Chunk;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Two texts cut into what they share and what is only on one side, word by word. */
record WordDiff(List<Run> legacy, List<Run> candidate) {

    /** Words in a row. */
    record Run(String text, boolean isShared) {}

    static WordDiff of(String legacy, String candidate) {
        List<String> left = words(legacy);
        List<String> right = words(candidate);
        List<Run> leftRuns = new ArrayList<>();
        List<Run> rightRuns = new ArrayList<>();
        int leftDone = 0;
        int rightDone = 0;
        for (AbstractDelta<String> delta : DiffUtils.diff(left, right).getDeltas()) {
            Chunk<String> source = delta.getSource();
            Chunk<String> target = delta.getTarget();
            add(leftRuns, left.subList(leftDone, source.getPosition()), true);
            add(rightRuns, right.subList(rightDone, target.getPosition()), true);
            add(leftRuns, source.getLines(), false);
            add(rightRuns, target.getLines(), false);
            leftDone = source.getPosition() + source.size();
            rightDone = target.getPosition() + target.size();
        }
        add(leftRuns, left.subList(leftDone, left.size()), true);
        add(rightRuns, right.subList(rightDone, right.size()), true);
        return new WordDiff(leftRuns, rightRuns);
    }

    private static void add(List<Run> runs, List<String> words, boolean isShared) {
        if (!words.isEmpty()) {
            runs.add(new Run(String.join("", words), isShared));
        }
    }

    private static List<String> words(String text) {
        BreakIterator boundaries = BreakIterator.getWordInstance(Locale.ROOT);
        boundaries.setText(text);
        List<String> words = new ArrayList<>();
        int start = boundaries.first();
        for (int end = boundaries.next(); end != BreakIterator.DONE; start = end, end = boundaries.next()) {
            words.add(text.substring(start, end));
        }
        return words;
    }
}
