package dev.understudy.report;

import dev.understudy.compare.Report;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which pairs of a route are shown, and under what address in the page, so that every mention of one can lead there.
 *
 * @param anchors address by the pair's id
 */
record PairLinks(Map<String, String> anchors) {

    /** @param taken the addresses of the page so far; those of these pairs are added */
    static PairLinks of(List<Report.WorstPair> pairs, Set<String> taken) {
        Map<String, String> anchors = new LinkedHashMap<>();
        for (Report.WorstPair pair : pairs) {
            anchors.computeIfAbsent(pair.id(), id -> free(anchor(id), taken));
        }
        return new PairLinks(anchors);
    }

    /** The id, as a link where its pair is shown. */
    void write(Html html, String id) {
        String anchor = anchors.get(id);
        if (anchor == null) {
            html.element("code", id, "class", "id");
        } else {
            html.open("a", "href", "#" + anchor)
                    .element("code", id, "class", "id")
                    .close();
        }
    }

    /** The same pair may be shown for another candidate, or on another route. */
    private static String free(String wanted, Set<String> taken) {
        String anchor = wanted;
        for (int i = 2; !taken.add(anchor); i++) {
            anchor = wanted + "~" + i;
        }
        return anchor;
    }

    /** What may stand in an address unescaped, stays; anything else is written as its number. */
    private static String anchor(String id) {
        StringBuilder anchor = new StringBuilder("pair-");
        id.codePoints().forEach(point -> {
            boolean isPlain = (point >= 'a' && point <= 'z')
                    || (point >= 'A' && point <= 'Z')
                    || (point >= '0' && point <= '9')
                    || "-_.:".indexOf(point) >= 0;
            if (isPlain) {
                anchor.appendCodePoint(point);
            } else {
                anchor.append(String.format(Locale.ROOT, "~%X", point));
            }
        });
        return anchor.toString();
    }
}
