package dev.understudy.compare.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * The distances between all that was grouped, group by group, so that members can be weighted again and again. Copies of one
 * member are no neighbours of each other.
 *
 * @param rows which member each is, in the order of the groups
 * @param starts where each group begins, and the end
 */
@SuppressWarnings("ArrayRecordComponent") // weighted again and again, never compared
record Groups(int[] rows, int[] starts, double[][] squared, double[][] distances) {
    /** What scikit-learn's allclose calls nothing. */
    private static final double NOTHING = 1e-8;

    static Groups of(List<ClusterFamily.Member> members) {
        List<String> names = new ArrayList<>(new TreeSet<>(
                members.stream().map(ClusterFamily.Member::cluster).toList()));
        Integer[] order = new Integer[members.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparing(i -> members.get(i).cluster()));
        int[] starts = new int[names.size() + 1];
        for (ClusterFamily.Member member : members) {
            starts[names.indexOf(member.cluster()) + 1]++;
        }
        for (int k = 0; k < names.size(); k++) {
            starts[k + 1] += starts[k];
        }
        double[][] squared = new double[order.length][order.length];
        double[][] distances = new double[order.length][order.length];
        for (int i = 0; i < order.length; i++) {
            for (int j = 0; j < i; j++) {
                double apart = members.get(order[i])
                        .vector()
                        .squaredDistance(members.get(order[j]).vector());
                squared[i][j] = apart;
                squared[j][i] = apart;
                distances[i][j] = Math.sqrt(apart);
                distances[j][i] = distances[i][j];
            }
        }
        return new Groups(Arrays.stream(order).mapToInt(Integer::intValue).toArray(), starts, squared, distances);
    }

    /** Silhouette and Davies-Bouldin; NaN with fewer than two groups, or with as many as members. */
    double[] scores(double[] weights) {
        int groups = starts.length - 1;
        double[] own = new double[rows.length];
        double[] sizes = new double[groups];
        int distinct = 0;
        for (int i = 0; i < rows.length; i++) {
            own[i] = weights[rows[i]];
            distinct += own[i] > 0 ? 1 : 0;
        }
        int seen = 0;
        for (int k = 0; k < groups; k++) {
            for (int i = starts[k]; i < starts[k + 1]; i++) {
                sizes[k] += own[i];
            }
            seen += sizes[k] > 0 ? 1 : 0;
        }
        if (seen < 2 || seen >= distinct) {
            return new double[] {Double.NaN, Double.NaN};
        }
        return new double[] {silhouette(own, sizes), daviesBouldin(own, sizes)};
    }

    private double silhouette(double[] own, double[] sizes) {
        double sum = 0;
        double all = 0;
        for (int k = 0; k < sizes.length; k++) {
            for (int i = starts[k]; i < starts[k + 1]; i++) {
                if (own[i] > 0) {
                    sum += own[i] * silhouette(i, k, own, sizes);
                    all += own[i];
                }
            }
        }
        return sum / all;
    }

    private double silhouette(int i, int group, double[] own, double[] sizes) {
        double others = sizes[group] - own[i];
        if (others == 0) {
            return 0;
        }
        double within = sum(distances[i], group, own) / others;
        double nearest = Double.POSITIVE_INFINITY;
        for (int k = 0; k < sizes.length; k++) {
            if (k != group && sizes[k] > 0) {
                nearest = Math.min(nearest, sum(distances[i], k, own) / sizes[k]);
            }
        }
        double larger = Math.max(within, nearest);
        return larger == 0 ? 0 : (nearest - within) / larger;
    }

    /** From distances alone: that to a centre is the mean squared one to the members, less half the mean among them. */
    private double daviesBouldin(double[] own, double[] sizes) {
        int groups = sizes.length;
        double[][] between = new double[groups][groups];
        double[] wide = new double[groups];
        double[][] toOwn = new double[groups][];
        for (int k = 0; k < groups; k++) {
            toOwn[k] = new double[starts[k + 1] - starts[k]];
            for (int i = starts[k]; i < starts[k + 1]; i++) {
                if (own[i] == 0) {
                    continue;
                }
                toOwn[k][i - starts[k]] = sum(squared[i], k, own) / sizes[k];
                for (int other = 0; other <= k; other++) {
                    between[k][other] += sizes[other] == 0 ? 0 : own[i] * sum(squared[i], other, own) / sizes[other];
                }
            }
        }
        for (int k = 0; k < groups; k++) {
            if (sizes[k] == 0) {
                continue;
            }
            double halfWithin = between[k][k] / sizes[k] / 2;
            for (int i = starts[k]; i < starts[k + 1]; i++) {
                wide[k] += own[i] * Math.sqrt(Math.max(0, toOwn[k][i - starts[k]] - halfWithin));
            }
            wide[k] /= sizes[k];
        }
        return worst(between, wide, sizes);
    }

    private static double worst(double[][] between, double[] wide, double[] sizes) {
        double sum = 0;
        int seen = 0;
        boolean apart = false;
        boolean spread = false;
        for (int k = 0; k < sizes.length; k++) {
            if (sizes[k] == 0) {
                continue;
            }
            seen++;
            spread |= wide[k] > NOTHING;
            double largest = 0;
            for (int other = 0; other < sizes.length; other++) {
                if (other == k || sizes[other] == 0) {
                    continue;
                }
                double mean = (k > other ? between[k][other] / sizes[k] : between[other][k] / sizes[other])
                        - between[k][k] / sizes[k] / 2
                        - between[other][other] / sizes[other] / 2;
                double centres = Math.sqrt(Math.max(0, mean));
                apart |= centres > NOTHING;
                largest = centres == 0 ? largest : Math.max(largest, (wide[k] + wide[other]) / centres);
            }
            sum += largest;
        }
        return apart && spread ? sum / seen : 0;
    }

    private double sum(double[] row, int group, double[] own) {
        double sum = 0;
        for (int j = starts[group]; j < starts[group + 1]; j++) {
            sum += own[j] * row[j];
        }
        return sum;
    }
}
