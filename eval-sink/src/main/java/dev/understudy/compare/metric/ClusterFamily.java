package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.config.Compare.Profile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How well groups hold together and stand apart, which needs the distances between all that was grouped. */
record ClusterFamily() implements SetFamily<ClusterFamily.Member> {
    /** Their distances are a quarter of a million, and are summed for every replicate. */
    private static final int MEMBERS = 500;

    private static final List<About> METRICS = List.of(
            new About(
                    "silhouette",
                    "",
                    Metric.Direction.HIGHER,
                    Metric.Purpose.INFORMATION,
                    "How much nearer things are to their own group than to the next one: 1 is far apart, 0 is no matter.",
                    "mean of (b - a) / max(a, b), a the mean distance within the group, b to the nearest other; 0 for a group"
                            + " of one",
                    "Rousseeuw 1987; scikit-learn's silhouette_score",
                    Profile.CLUSTERING),
            new About(
                    "davies_bouldin",
                    "",
                    Metric.Direction.LOWER,
                    Metric.Purpose.INFORMATION,
                    "How wide groups are for how far they are from the most alike other one; 0 is best.",
                    "mean over groups of the largest (s_i + s_j) / d_ij, s the mean distance to the centre, d between centres",
                    "Davies and Bouldin 1979; scikit-learn's davies_bouldin_score",
                    Profile.CLUSTERING));

    /** One that was grouped. */
    record Member(String cluster, Answer.Vector vector) {}

    @Override
    public List<About> metrics() {
        return METRICS;
    }

    @Override
    public int sample() {
        return MEMBERS;
    }

    @Override
    public @Nullable Member row(Subject subject, Observation observation) {
        if (!(subject.answer() instanceof Answer.Cluster cluster)) {
            return null;
        }
        Answer.Vector vector = cluster.vector() == null ? observation.truth().vector() : cluster.vector();
        return vector == null ? null : new Member(cluster.label(), vector);
    }

    @Override
    public Both prepare(List<Member> legacy, List<Member> candidate) {
        return new Both(scores(legacy), scores(candidate));
    }

    private static Scores scores(List<Member> members) {
        int size = members.get(0).vector().size();
        boolean comparable = members.stream().allMatch(member -> member.vector().size() == size);
        if (!comparable) {
            return weights -> new double[] {Double.NaN, Double.NaN};
        }
        Groups groups = Groups.of(members);
        return groups::scores;
    }
}
