package dev.understudy.compare.metric;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The area under the ROC curve at one time: whether those with the event by then have higher risks than those without it so
 * far. Who was lost from sight before is neither; each case weighs for those like it that were lost, one over the chance to be
 * still watched just before its event. Events go before losses of the same time.
 */
final class TimedAuc {
    private final double[] times;
    private final boolean[] events;
    private final double horizon;
    /** The shortest time first. */
    private final int[] byTime;
    /** The lowest risk first. */
    private final int[] byRisk;

    private final double[] risks;

    TimedAuc(double[] times, boolean[] events, double[] risks, double horizon) {
        this.times = times;
        this.events = events;
        this.risks = risks;
        this.horizon = horizon;
        byTime = order(times);
        byRisk = order(risks);
    }

    /** NaN without cases, or without anybody to hold them against. */
    double of(double[] weights) {
        double[] caseWeights = caseWeights(weights);
        double right = 0;
        double cases = 0;
        double controls = 0;
        for (int from = 0; from < byRisk.length; ) {
            int to = from;
            double tiedCases = 0;
            double tiedControls = 0;
            while (to < byRisk.length && risks[byRisk[to]] == risks[byRisk[from]]) {
                int row = byRisk[to++];
                tiedCases += caseWeights[row];
                tiedControls += times[row] > horizon ? weights[row] : 0;
            }
            right += tiedCases * (controls + tiedControls / 2);
            cases += tiedCases;
            controls += tiedControls;
            from = to;
        }
        return cases == 0 || controls == 0 ? Double.NaN : right / cases / controls;
    }

    private double[] caseWeights(double[] weights) {
        double[] found = new double[times.length];
        double atRisk = 0;
        for (double weight : weights) {
            atRisk += weight;
        }
        double watched = 1;
        for (int from = 0; from < byTime.length && times[byTime[from]] <= horizon; ) {
            int to = from;
            double ended = 0;
            double lost = 0;
            while (to < byTime.length && times[byTime[to]] == times[byTime[from]]) {
                int row = byTime[to++];
                ended += events[row] ? weights[row] : 0;
                lost += events[row] ? 0 : weights[row];
                found[row] = events[row] && weights[row] > 0 ? weights[row] / watched : 0;
            }
            watched *= atRisk - ended <= 0 ? 1 : Math.max(0, 1 - lost / (atRisk - ended));
            atRisk -= ended + lost;
            from = to;
        }
        return found;
    }

    private static int[] order(double[] values) {
        Integer[] order = new Integer[values.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
        return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    }
}
