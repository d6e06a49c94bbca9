package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Box;
import dev.understudy.config.Compare.Profile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** COCO's average precision over all pictures, of which each is matched when it comes and kept as hits. */
record DetectionFamily() implements SetFamily<DetectionFamily.Picture> {
    /** A picture is larger than a number. */
    static final int PICTURES = 2048;

    /** Of one picture, the surest first. */
    private static final int BOXES = 300;

    private static final String FORMULA =
            "mean over labels of the precision at 101 recalls, each the largest at that recall or beyond";
    private static final String SOURCE =
            "COCO's evaluation (pycocotools), all areas, 100 boxes of a label in a picture";

    private static final List<About> METRICS = List.of(
            about(
                    "map",
                    "How good and how sure boxes are, from loose to tight fits.",
                    "IoU of 0.50 to 0.95, their mean"),
            about("map_50", "The same where a loose fit is enough.", "IoU of 0.50"),
            about("map_75", "The same where only a tight fit counts.", "IoU of 0.75"));

    /**
     * @param wanted by label, boxes that are there and no crowds
     * @param hits the surest first within their label
     */
    record Picture(Map<String, Integer> wanted, List<BoxMatching.Hit> hits) {}

    private static About about(String name, String means, String at) {
        return new About(
                name,
                "share",
                Metric.Direction.HIGHER,
                Metric.Purpose.INFORMATION,
                means,
                FORMULA + "; " + at,
                SOURCE,
                Profile.DETECTION);
    }

    @Override
    public List<About> metrics() {
        return METRICS;
    }

    @Override
    public int sample() {
        return PICTURES;
    }

    @Override
    public @Nullable Picture row(Subject subject, Observation observation) {
        List<Box> found = BoxF1.found(subject);
        if (found == null) {
            return null;
        }
        List<Box> right = observation.truth().boxes();
        if (right == null) {
            return null;
        }
        Map<String, Integer> wanted = new TreeMap<>();
        right.stream().filter(box -> !box.crowd()).forEach(box -> wanted.merge(box.label(), 1, Integer::sum));
        List<Box> surest = found.size() <= BOXES
                ? found
                : found.stream()
                        .sorted(Comparator.comparingDouble(Box::score).reversed())
                        .limit(BOXES)
                        .toList();
        return new Picture(wanted, BoxMatching.hits(surest, right));
    }

    @Override
    public Both prepare(List<Picture> legacy, List<Picture> candidate) {
        return new Both(scores(legacy), scores(candidate));
    }

    private static Scores scores(List<Picture> pictures) {
        Map<String, List<PrecisionCurve.Found>> found = new LinkedHashMap<>();
        Map<String, int[]> wanted = new TreeMap<>();
        for (int i = 0; i < pictures.size(); i++) {
            int picture = i;
            pictures.get(i)
                    .wanted()
                    .forEach(
                            (label, n) -> wanted.computeIfAbsent(label, name -> new int[pictures.size()])[picture] = n);
            for (BoxMatching.Hit hit : pictures.get(i).hits()) {
                found.computeIfAbsent(hit.label(), name -> new ArrayList<>())
                        .add(new PrecisionCurve.Found(picture, hit));
            }
        }
        List<PrecisionCurve> curves = new ArrayList<>();
        wanted.forEach((label, there) -> curves.add(PrecisionCurve.of(found.getOrDefault(label, List.of()), there)));
        return weights -> mean(curves, weights);
    }

    private static double[] mean(List<PrecisionCurve> curves, double[] weights) {
        double[] sums = new double[BoxMatching.THRESHOLDS];
        int labels = 0;
        for (PrecisionCurve curve : curves) {
            double wanted = curve.wanted(weights);
            if (wanted > 0) {
                labels++;
                curve.addTo(sums, weights, wanted);
            }
        }
        double all = 0;
        for (double sum : sums) {
            all += sum;
        }
        return labels == 0
                ? new double[] {Double.NaN, Double.NaN, Double.NaN}
                : new double[] {all / sums.length / labels, sums[0] / labels, sums[5] / labels};
    }
}
