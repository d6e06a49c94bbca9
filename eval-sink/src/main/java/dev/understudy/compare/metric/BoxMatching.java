package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.answer.Box;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds each box its partner among the right ones, as COCO's evaluation does: within a label, the surest first, each takes the
 * free one that it overlaps most, at each of several thresholds of the overlap. A partner that is a crowd is shared by many,
 * and neither right nor wrong.
 */
final class BoxMatching {
    /** 0.5, 0.55, … 0.95. */
    static final int THRESHOLDS = 10;

    /** Boxes of one label in one picture that count, the surest first. */
    private static final int BEST = 100;

    /** Where a box is taken at its word rather than by its score. */
    private static final double SURE = 0.5;

    private static final double[] OVERLAPS = overlaps();

    private BoxMatching() {}

    /** @param right, ignored a bit for each threshold */
    record Hit(String label, double score, int right, int ignored) {
        boolean isRight(int threshold) {
            return (right >> threshold & 1) == 1;
        }

        boolean isIgnored(int threshold) {
            return (ignored >> threshold & 1) == 1;
        }
    }

    /** One for each box, the surest of each label first; of several that are as sure, in the order of the answer. */
    static List<Hit> hits(List<Box> found, List<Box> right) {
        Map<String, List<Box>> byLabel = new LinkedHashMap<>();
        found.stream().sorted(Comparator.comparingDouble(Box::score).reversed()).forEach(box -> {
            List<Box> ofLabel = byLabel.computeIfAbsent(box.label(), label -> new ArrayList<>());
            if (ofLabel.size() < BEST) {
                ofLabel.add(box);
            }
        });
        List<Hit> hits = new ArrayList<>();
        byLabel.forEach((label, boxes) -> {
            List<Box> truth = right.stream()
                    .filter(box -> box.label().equals(label))
                    .sorted(Comparator.comparing(Box::crowd))
                    .toList();
            hits.addAll(ofLabel(boxes, truth));
        });
        return hits;
    }

    /** F1 of the boxes that a model is sure of; 1 where there are none and should be none. */
    static double f1(List<Box> found, List<Box> right) {
        List<Hit> hits = hits(sure(found), right);
        long counted = hits.stream().filter(hit -> !hit.isIgnored(0)).count();
        long matched = hits.stream().filter(hit -> hit.isRight(0)).count();
        long wanted = right.stream().filter(box -> !box.crowd()).count();
        return counted + wanted == 0 ? 1 : 2.0 * matched / (counted + wanted);
    }

    /** The share of sure boxes without a partner in another answer; NaN without any. */
    static double unmatched(Answer of, Answer in) {
        if (!(of instanceof Answer.Detected all) || !(in instanceof Answer.Detected there)) {
            return Double.NaN;
        }
        List<Hit> hits = hits(sure(all.boxes()), sure(there.boxes()));
        return hits.isEmpty()
                ? Double.NaN
                : (double) hits.stream().filter(hit -> !hit.isRight(0)).count() / hits.size();
    }

    static List<Box> sure(List<Box> boxes) {
        return boxes.stream().filter(box -> box.score() >= SURE).toList();
    }

    private static List<Hit> ofLabel(List<Box> boxes, List<Box> truth) {
        double[][] overlaps = new double[boxes.size()][truth.size()];
        for (int i = 0; i < boxes.size(); i++) {
            for (int j = 0; j < truth.size(); j++) {
                overlaps[i][j] = overlap(boxes.get(i), truth.get(j));
            }
        }
        int[] right = new int[boxes.size()];
        int[] ignored = new int[boxes.size()];
        for (int threshold = 0; threshold < THRESHOLDS; threshold++) {
            boolean[] taken = new boolean[truth.size()];
            for (int i = 0; i < boxes.size(); i++) {
                int partner = partner(overlaps[i], truth, taken, OVERLAPS[threshold]);
                if (partner >= 0) {
                    taken[partner] = true;
                    boolean crowd = truth.get(partner).crowd();
                    right[i] |= crowd ? 0 : 1 << threshold;
                    ignored[i] |= crowd ? 1 << threshold : 0;
                }
            }
        }
        List<Hit> hits = new ArrayList<>();
        for (int i = 0; i < boxes.size(); i++) {
            hits.add(new Hit(boxes.get(i).label(), boxes.get(i).score(), right[i], ignored[i]));
        }
        return hits;
    }

    /** Crowds stand last and are only taken where nothing else is. */
    private static int partner(double[] overlaps, List<Box> truth, boolean[] taken, double least) {
        int partner = -1;
        double most = least;
        for (int j = 0; j < overlaps.length; j++) {
            boolean crowd = truth.get(j).crowd();
            if (taken[j] && !crowd) {
                continue;
            }
            if (partner >= 0 && crowd && !truth.get(partner).crowd()) {
                break;
            }
            if (overlaps[j] >= most) {
                most = overlaps[j];
                partner = j;
            }
        }
        return partner;
    }

    /** Intersection over union; over the box alone with a crowd. */
    private static double overlap(Box box, Box truth) {
        double shared = box.shared(truth);
        double all = truth.crowd() ? box.area() : box.area() + truth.area() - shared;
        return all <= 0 ? 0 : shared / all;
    }

    private static double[] overlaps() {
        double[] thresholds = new double[THRESHOLDS];
        double step = (0.95 - 0.5) / (THRESHOLDS - 1);
        for (int i = 0; i < THRESHOLDS; i++) {
            thresholds[i] = i == THRESHOLDS - 1 ? 0.95 : 0.5 + i * step;
        }
        return thresholds;
    }
}
