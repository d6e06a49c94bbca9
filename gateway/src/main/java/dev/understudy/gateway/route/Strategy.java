package dev.understudy.gateway.route;

import dev.understudy.config.UnitKind;
import java.util.Map;

/** How a route chooses. A pure function of the draw. */
public interface Strategy {

    /** What it assigns; {@link UnitKind#REQUEST} needs no key. */
    UnitKind unitKind();

    Plan plan(Draw draw);

    /** Each arm's share of the units, out of 1, by model, in the order of the file. */
    Map<String, Double> shares();
}
