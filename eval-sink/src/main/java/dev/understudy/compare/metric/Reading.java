package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Extractor;
import dev.understudy.compare.answer.JsonDifferences;
import dev.understudy.compare.answer.TruthPlaces;
import dev.understudy.config.Compare;
import dev.understudy.config.Compare.Format;
import dev.understudy.config.Compare.Profile;
import dev.understudy.config.Experiment;
import java.util.EnumSet;
import java.util.Set;

/**
 * How a route's answers are read, and what they are held against.
 *
 * @param profiles whose metrics apply; all where the file says nothing
 * @param truth where requests say what would have been right
 * @param format what answers have to look like
 * @param features how many a model uses that estimates numbers; 0 is not known
 */
public record Reading(
        Set<Profile> profiles,
        Extractor extractor,
        JsonDifferences differences,
        TruthPlaces truth,
        Format format,
        int features) {
    public Reading {
        profiles = Set.copyOf(profiles);
    }

    /** As the file says. */
    public static Reading of(Compare compare) {
        return new Reading(
                Set.of(compare.profile()),
                Extractor.of(compare),
                JsonDifferences.of(compare.exactness()),
                TruthPlaces.of(compare),
                compare.format(),
                compare.features());
    }

    /** Of a route that says nothing: what the experiment needs, else by the look of each answer. */
    public static Reading of(Experiment experiment) {
        return experiment instanceof Experiment.Interleave
                ? usual(Set.of(Profile.RANKING), Extractor.of(experiment))
                : byLook();
    }

    /** Of a route that no file describes. */
    public static Reading byLook() {
        return usual(EnumSet.allOf(Profile.class), Extractor.byLook());
    }

    private static Reading usual(Set<Profile> profiles, Extractor extractor) {
        return new Reading(profiles, extractor, JsonDifferences.STRICT, TruthPlaces.NONE, Format.ANY, 0);
    }
}
