package dev.understudy.compare.metric;

import dev.understudy.config.Compare.Profile;

/** How good the order is, the top counting most. */
record Ndcg() implements LegMetric {
    private static final About ABOUT = new About(
            "ndcg",
            "share",
            Direction.HIGHER,
            Purpose.QUALITY,
            "How good the order of the first items is, the top counting most; 1 is the best possible order.",
            "DCG@depth / ideal DCG@depth, gain the grade, discount log2(rank + 1), ideal over all that was judged",
            "Järvelin and Kekäläinen 2002, as trec_eval's ndcg_cut",
            Profile.RANKING);

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
        Judged judged = Judged.of(subject, observation);
        return judged == null ? Double.NaN : of(judged);
    }

    static double of(Judged judged) {
        double ideal = gain(judged.ideal(), judged.depth());
        return ideal == 0 ? 0 : gain(judged.grades(), judged.depth()) / ideal;
    }

    private static double gain(double[] grades, int depth) {
        double sum = 0;
        for (int i = 0; i < Math.min(depth, grades.length); i++) {
            sum += grades[i] / (Math.log(i + 2.0) / Math.log(2));
        }
        return sum;
    }
}
