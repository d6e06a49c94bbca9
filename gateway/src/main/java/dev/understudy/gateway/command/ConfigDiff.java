package dev.understudy.gateway.command;

import dev.understudy.config.Config;
import dev.understudy.config.EffectiveConfig;
import dev.understudy.config.Experiment;
import dev.understudy.config.Percent;
import dev.understudy.config.Route;
import dev.understudy.gateway.reload.Restart;
import dev.understudy.gateway.rollout.Exposure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a change of the configuration means, for whom: settings in the words of the file, and the units that move from one
 * arm to another.
 *
 * @param exposuresBefore of canary routes under the old file, now
 * @param exposuresAfter the same once the new file is loaded
 */
record ConfigDiff(
        Config before, Config after, Map<String, Exposure> exposuresBefore, Map<String, Exposure> exposuresAfter) {
    /** Sections whose parts have names of their own. */
    private static final Set<String> NAMED = Set.of("models", "routes");

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        Map<String, Object> old = EffectiveConfig.tree(before);
        Map<String, Object> now = EffectiveConfig.tree(after);
        List<String> restartNeeded = Restart.neededFor(before, after);
        for (String section : union(old, now)) {
            if (!NAMED.contains(section)) {
                String heading = restartNeeded.contains(section) ? section + " (needs a restart)" : section;
                indented(heading, Leaves.changes(child(old, section), child(now, section)), lines);
            }
        }
        named("model", map(old, "models"), map(now, "models"), lines);
        routes(routesByName(old), routesByName(now), lines);
        if (lines.isEmpty()) {
            lines.add("no changes");
        }
        return lines;
    }

    private static void named(String kind, Map<String, Object> old, Map<String, Object> now, List<String> lines) {
        for (String name : union(old, now)) {
            if (!old.containsKey(name)) {
                lines.add("+ " + kind + " " + name);
            } else if (!now.containsKey(name)) {
                lines.add("- " + kind + " " + name);
            } else {
                indented(kind + " " + name, Leaves.changes(child(old, name), child(now, name)), lines);
            }
        }
    }

    private void routes(Map<String, Object> old, Map<String, Object> now, List<String> lines) {
        for (String name : union(old, now)) {
            if (!old.containsKey(name)) {
                lines.add("+ route " + name + " (" + summary(after.route(name).orElseThrow()) + ")");
            } else if (!now.containsKey(name)) {
                lines.add("- route " + name + " (" + summary(before.route(name).orElseThrow()) + ")");
            } else {
                List<String> changes = new ArrayList<>(Leaves.changes(child(old, name), child(now, name)));
                changes.addAll(units(
                        before.route(name).orElseThrow(), after.route(name).orElseThrow()));
                indented("route " + name, changes, lines);
            }
        }
        List<String> orderBefore = before.routes().stream()
                .map(Route::name)
                .filter(now::containsKey)
                .toList();
        List<String> orderAfter = after.routes().stream()
                .map(Route::name)
                .filter(old::containsKey)
                .toList();
        if (!orderBefore.equals(orderAfter)) {
            lines.add("~ order of routes, of which the first match serves: " + String.join(", ", orderBefore) + " -> "
                    + String.join(", ", orderAfter));
        }
    }

    /** Who is answered by another model than before. */
    private List<String> units(Route old, Route now) {
        Division divided = Division.of(old, exposure(old, exposuresBefore));
        Division anew = Division.of(now, exposure(now, exposuresAfter));
        List<String> lines = new ArrayList<>();
        if (!divided.shares().equals(anew.shares())) {
            lines.add("exposure: " + shares(divided) + " -> " + shares(anew));
        }
        String unit = anew.unit().yaml() + "s";
        divided.movesTo(anew)
                .forEach((move, share) -> lines.add("moves: " + Shares.percent(share) + " of " + unit + " from "
                        + move.from() + " to " + move.to()));
        if (!divided.space().equals(anew.space())
                && divided.parts().size() > 1
                && anew.parts().size() > 1) {
            lines.add("new salt: who was in does not matter any more; shares of moved " + unit + " are averages");
        }
        return lines;
    }

    private static String summary(Route route) {
        Experiment experiment = route.experiment();
        return experiment.candidates().isEmpty()
                ? experiment.legacy()
                : experiment.strategy() + ": legacy " + experiment.legacy() + ", candidates "
                        + String.join(", ", experiment.candidates());
    }

    private static String shares(Division division) {
        List<String> shares = new ArrayList<>();
        division.shares().forEach((arm, share) -> shares.add(arm + " " + Shares.percent(share)));
        return String.join(", ", shares);
    }

    private static Percent exposure(Route route, Map<String, Exposure> exposures) {
        Exposure exposure = exposures.get(route.name());
        return exposure == null ? Percent.NONE : exposure.percent();
    }

    private static void indented(String heading, List<String> changes, List<String> lines) {
        if (!changes.isEmpty()) {
            lines.add("~ " + heading);
            changes.forEach(change -> lines.add("    " + change));
        }
    }

    private static Set<String> union(Map<String, Object> old, Map<String, Object> now) {
        Set<String> names = new LinkedHashSet<>(old.keySet());
        names.addAll(now.keySet());
        return names;
    }

    private static Map<String, Object> routesByName(Map<String, Object> tree) {
        Map<String, Object> routes = new LinkedHashMap<>();
        if (tree.get("routes") instanceof List<?> list) {
            for (Object route : list) {
                if (route instanceof Map<?, ?> map) {
                    routes.put(String.valueOf(map.get("name")), map);
                }
            }
        }
        return routes;
    }

    private static Map<String, Object> map(Map<String, Object> tree, String key) {
        Map<String, Object> children = new LinkedHashMap<>();
        if (tree.get(key) instanceof Map<?, ?> map) {
            map.forEach((name, value) -> children.put(String.valueOf(name), value));
        }
        return children;
    }

    private static Object child(Map<String, Object> tree, String key) {
        Object child = tree.get(key);
        return child == null ? Map.of() : child;
    }
}
