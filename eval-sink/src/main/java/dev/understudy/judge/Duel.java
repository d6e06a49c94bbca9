package dev.understudy.judge;

import org.jspecify.annotations.Nullable;

/**
 * Two answers to judge.
 *
 * @param question in words
 * @param reference a right answer; null when none is known
 * @param legacyModel for the record; the judge is not told
 */
public record Duel(
        String pairId,
        String route,
        String question,
        @Nullable String reference,
        String legacyModel,
        String candidateModel,
        String legacy,
        String candidate) {

    Judgment.Sides sides() {
        return new Judgment.Sides(
                legacyModel,
                candidateModel,
                legacy.codePointCount(0, legacy.length()),
                candidate.codePointCount(0, candidate.length()));
    }
}
