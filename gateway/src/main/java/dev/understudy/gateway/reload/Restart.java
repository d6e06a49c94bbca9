package dev.understudy.gateway.reload;

import dev.understudy.config.Config;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What of a configuration is taken over by a restart alone: sections, by their names in the file. */
public final class Restart {
    private static final Map<String, Function<Config, Object>> SECTIONS = sections();

    private Restart() {}

    /** @param running what the process was started with */
    public static List<String> neededFor(Config running, Config next) {
        List<String> changed = new ArrayList<>();
        SECTIONS.forEach((name, section) -> {
            if (!section.apply(running).equals(section.apply(next))) {
                changed.add(name);
            }
        });
        return changed;
    }

    private static Map<String, Function<Config, Object>> sections() {
        Map<String, Function<Config, Object>> sections = new LinkedHashMap<>();
        sections.put("listen", Config::listen);
        sections.put("admin", Config::admin);
        sections.put("dns", Config::dns);
        sections.put("sink", Config::sink);
        return sections;
    }
}
