package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.config.Compare.Profile;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
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

    /** Vectors of different lengths have no distance: the most frequent length counts. */
    private static Scores scores(List<Member> members) {
        int length = length(members);
        int[] kept = IntStream.range(0, members.size())
                .filter(i -> members.get(i).vector().size() == length)
                .toArray();
        Groups groups = Groups.of(Arrays.stream(kept).mapToObj(members::get).toList());
        return weights ->
                groups.scores(Arrays.stream(kept).mapToDouble(i -> weights[i]).toArray());
    }

    @Override
    public String remark(List<Member> legacy, List<Member> candidate) {
        long others = others(legacy) + others(candidate);
        return others == 0 ? "" : ", without " + others + " vectors of another length";
    }

    private static long others(List<Member> members) {
        int length = length(members);
        return members.stream()
                .filter(member -> member.vector().size() != length)
                .count();
    }

    /** The most frequent one, of equals the shortest. */
    private static int length(List<Member> members) {
        TreeMap<Integer, Integer> lengths = new TreeMap<>();
        members.forEach(member -> lengths.merge(member.vector().size(), 1, Integer::sum));
        return lengths.entrySet().stream()
                .max(Map.Entry.<Integer, Integer>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey)
                .orElse(0);
    }
}
