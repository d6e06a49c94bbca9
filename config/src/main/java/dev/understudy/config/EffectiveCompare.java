package dev.understudy.config;

import dev.understudy.config.Compare.Exactness;
import dev.understudy.config.Compare.Format;
import dev.understudy.config.Compare.Place;
import dev.understudy.config.Compare.Profile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A route's {@code compare} as the file would have to say it in full. */
final class EffectiveCompare {
    private EffectiveCompare() {}

    static Map<String, Object> yaml(Compare compare) {
        Map<String, Object> yaml = new LinkedHashMap<>();
        yaml.put("profile", compare.profile().yaml());
        for (Part part : Part.values()) {
            compare.place(part).ifPresent(place -> yaml.put(part.yaml(), place(part, place)));
        }
        exactness(compare, yaml);
        format(compare.format(), yaml);
        compare.positive().ifPresent(positive -> yaml.put("positive", positive));
        if (compare.profile() == Profile.RANKING || compare.profile() == Profile.RAG) {
            yaml.put("depth", compare.depth());
        }
        if (compare.features() > 0) {
            yaml.put("features", compare.features());
        }
        if (compare.profile() == Profile.DETECTION) {
            yaml.put("boxFormat", compare.boxFormat().yaml());
        }
        if (compare.horizon() > 0) {
            yaml.put("horizon", EffectiveConfig.number(compare.horizon()));
        }
        EffectiveJudging.put(yaml, compare.judging());
        return yaml;
    }

    private static Object place(Part part, Place place) {
        String pointer = place.pointer().text();
        return place.side() == part.side() ? pointer : Map.of(place.side().yaml(), pointer);
    }

    private static void exactness(Compare compare, Map<String, Object> yaml) {
        Exactness exactness = compare.exactness();
        if (compare.profile() == Profile.JSON) {
            yaml.put("ignore", texts(exactness.ignore()));
            yaml.put("unordered", texts(exactness.unordered()));
            Map<String, Object> tolerances = new TreeMap<>();
            exactness
                    .tolerances()
                    .forEach((pointer, number) -> tolerances.put(pointer.text(), EffectiveConfig.number(number)));
            yaml.put("tolerances", tolerances);
        }
        if (compare.profile() == Profile.JSON || compare.profile() == Profile.REGRESSION) {
            yaml.put("tolerance", EffectiveConfig.number(exactness.tolerance()));
        }
    }

    private static void format(Format format, Map<String, Object> yaml) {
        format.schema().ifPresent(schema -> yaml.put("schema", JsonValues.tree(schema)));
        format.pattern().ifPresent(pattern -> yaml.put("pattern", pattern));
        if (!format.requiredKeys().isEmpty()) {
            yaml.put("requiredKeys", texts(format.requiredKeys()));
        }
        if (!format.refusals().isEmpty()) {
            yaml.put("refusals", format.refusals());
        }
    }

    private static List<String> texts(List<Pointer> pointers) {
        return pointers.stream().map(Pointer::text).toList();
    }
}
