package dev.understudy.compare.metric;

import dev.understudy.compare.answer.TextOverlap;
import dev.understudy.config.Compare.Profile;

/** How far the candidate is from legacy beside how far legacy is from itself. */
record NoiseDistance() implements LegMetric {
    private static final About ABOUT = new About(
            "char_lcs_distance_noise_vs_raw",
            "share",
            Direction.LOWER,
            Purpose.INFORMATION,
            "How far texts are from legacy's: on legacy's side its own second answer, on the candidate's side the candidate's; of requests that were asked three times.",
            "mean of 1 - 2 lcs(a, b) / (|a| + |b|) over characters, of legacy and twin and of legacy and candidate",
            "Diffy's noise, as a distance",
            Profile.TEXT,
            Profile.CHAT,
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
        TwoAnswers twins = observation.withNoise();
        TwoAnswers answers = observation.withCandidate();
        if (twins == null || answers == null) {
            return Double.NaN;
        }
        TextOverlap overlap = switch (subject.leg().role()) {
            case LEGACY -> twins.texts();
            case CANDIDATE -> answers.texts();
            case NOISE -> null;
        };
        return overlap == null ? Double.NaN : overlap.characterDistance();
    }
}
