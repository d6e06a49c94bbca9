package dev.understudy.compare.answer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.config.Compare.BoxFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A rectangle around something in a picture.
 *
 * @param score how sure the model is; 1 where it does not say
 * @param crowd whether it stands for many that are not told apart, as COCO's {@code iscrowd}
 */
public record Box(String label, double score, double left, double top, double right, double bottom, boolean crowd) {
    /** Of one picture. */
    static final int BOXES_MAX = 1000;

    private static final List<String> FRAMES = List.of("bbox", "box", "bounding_box");
    private static final List<String> SCORES = List.of("score", "confidence", "probability");

    public Box {
        for (double number : new double[] {score, left, top, right, bottom}) {
            Answer.requireFinite(number);
        }
    }

    public double area() {
        return (right - left) * (bottom - top);
    }

    /** What both cover. */
    public double shared(Box other) {
        double width = Math.min(right, other.right) - Math.max(left, other.left);
        double height = Math.min(bottom, other.bottom) - Math.max(top, other.top);
        return width <= 0 || height <= 0 ? 0 : width * height;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s %s [%s, %s, %s, %s]",
                label,
                number(score),
                number(left),
                number(top),
                number(right),
                number(bottom));
    }

    /**
     * All of a list of objects with a box, a label and a score; or of the lists {@code boxes}, {@code labels} and
     * {@code scores} beside each other. Null when one of them is no box.
     *
     * @param around the object that the list stands in; missing where it stands in none
     */
    static @Nullable List<Box> list(JsonNode list, JsonNode around, BoxFormat format) {
        if (list.isObject()) {
            return list.path("boxes").isArray() ? list(list.path("boxes"), list, format) : null;
        }
        if (!list.isArray() || list.size() > BOXES_MAX) {
            return null;
        }
        List<Box> boxes = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            JsonNode element = list.get(i);
            Box box = element.isArray()
                    ? of(
                            element,
                            around.path("labels").path(i),
                            around.path("scores").path(i),
                            false,
                            format)
                    : of(
                            Named.first(element, FRAMES),
                            Named.label(element),
                            Named.first(element, SCORES),
                            element.path("iscrowd").asInt() == 1
                                    || element.path("iscrowd").asBoolean(),
                            format);
            if (box == null) {
                return null;
            }
            boxes.add(box);
        }
        return boxes;
    }

    private static @Nullable Box of(JsonNode frame, JsonNode label, JsonNode score, boolean crowd, BoxFormat format) {
        double[] edges = edges(frame, format);
        boolean scored = !score.isMissingNode() && !score.isNull();
        if (edges.length == 0
                || !label.isValueNode()
                || label.isNull()
                || (scored && !(score.isNumber() && Double.isFinite(score.asDouble())))) {
            return null;
        }
        return new Box(label.asText(), scored ? score.asDouble() : 1, edges[0], edges[1], edges[2], edges[3], crowd);
    }

    /** Left, top, right, bottom; empty where there are none. */
    private static double[] edges(JsonNode frame, BoxFormat format) {
        double[] edges;
        if (frame.isArray() && frame.size() == 4) {
            edges = new double[] {number(frame.get(0)), number(frame.get(1)), number(frame.get(2)), number(frame.get(3))
            };
            if (format == BoxFormat.XYWH) {
                edges[2] += edges[0];
                edges[3] += edges[1];
            }
        } else {
            edges = new double[] {
                number(Named.first(frame, List.of("xmin", "x1", "left"))),
                number(Named.first(frame, List.of("ymin", "y1", "top"))),
                number(Named.first(frame, List.of("xmax", "x2", "right"))),
                number(Named.first(frame, List.of("ymax", "y2", "bottom")))
            };
        }
        boolean isFrame = Double.isFinite(edges[0])
                && Double.isFinite(edges[1])
                && Double.isFinite(edges[2])
                && Double.isFinite(edges[3])
                && edges[2] >= edges[0]
                && edges[3] >= edges[1];
        return isFrame ? edges : new double[0];
    }

    private static double number(JsonNode node) {
        return node.isNumber() ? node.asDouble() : Double.NaN;
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
