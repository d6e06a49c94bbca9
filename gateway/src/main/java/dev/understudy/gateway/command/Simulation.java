package dev.understudy.gateway.command;

import dev.understudy.config.Config;
import dev.understudy.config.Percent;
import dev.understudy.config.UnitKind;
import dev.understudy.gateway.assign.Unit;
import dev.understudy.gateway.assign.UnitFinder;
import dev.understudy.gateway.rollout.Exposure;
import dev.understudy.gateway.route.Draw;
import dev.understudy.gateway.route.Plan;
import dev.understudy.gateway.route.RouteEntry;
import dev.understudy.gateway.route.RoutingTable;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import dev.understudy.pair.Redaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What recorded requests would get under a configuration: the same code that serves decides, and this counts.
 *
 * <p>A record holds no key of a user. Where the file looks for one that was taken out, its keyed hash stands in: the shares
 * are those that these users make, not who is in.
 */
final class Simulation {
    private final RoutingTable table;
    private final UnitFinder units;
    private final Map<String, Tally> byRoute = new LinkedHashMap<>();
    private long requests;
    private long unrouted;

    Simulation(Config config, Map<String, Exposure> exposures) {
        Map<String, Percent> percents = new LinkedHashMap<>();
        exposures.forEach((route, exposure) -> percents.put(route, exposure.percent()));
        this.table = RoutingTable.of(config, percents);
        this.units = new UnitFinder(config.identity());
        config.routes().forEach(route -> byRoute.put(route.name(), new Tally()));
    }

    /** What one route got. */
    private static final class Tally {
        private final Map<String, Long> arms = new LinkedHashMap<>();
        private final Map<String, Long> copies = new LinkedHashMap<>();
        private long requests;
        private long keyless;
        private long recorded;
    }

    void add(Pair pair) {
        requests++;
        AskedRequest request = asked(pair);
        Optional<RouteEntry> found = table.find(request);
        if (found.isEmpty()) {
            unrouted++;
            return;
        }
        RouteEntry entry = found.get();
        Tally tally = byRoute.computeIfAbsent(entry.route().name(), name -> new Tally());
        UnitKind kind = entry.strategy().unitKind();
        Optional<Unit> unit = kind == UnitKind.REQUEST ? Optional.empty() : unit(kind, request, pair);
        long sample = entry.sample(pair.id());
        tally.requests++;
        tally.keyless += kind != UnitKind.REQUEST && unit.isEmpty() ? 1 : 0;
        tally.recorded += entry.route().record().isPresent() && entry.recorded(sample) ? 1 : 0;
        count(entry.strategy().plan(new Draw(pair.id(), unit.orElse(null), sample)), tally);
    }

    private static AskedRequest asked(Pair pair) {
        String target = pair.request().path();
        int query = target.indexOf('?');
        return new AskedRequest(
                pair.request().method(),
                query < 0 ? target : target.substring(0, query),
                pair.request().headers(),
                Optional.of(pair.request().body().bytes()));
    }

    private Optional<Unit> unit(UnitKind kind, AskedRequest request, Pair pair) {
        return units.find(kind, request)
                .filter(unit -> !unit.key().equals(Redaction.REDACTED))
                .or(() -> Optional.ofNullable(pair.unit())
                        .filter(recorded -> recorded.kind().equals(kind.yaml()))
                        .map(recorded -> new Unit(kind, recorded.source(), recorded.hash())));
    }

    private static void count(Plan plan, Tally tally) {
        if (plan instanceof Plan.Merge merge) {
            tally.arms.merge(
                    "mixed " + merge.interleave().legacy() + " and "
                            + merge.interleave().candidate(),
                    1L,
                    Long::sum);
            return;
        }
        tally.arms.merge(plan.assigned(), 1L, Long::sum);
        if (plan instanceof Plan.Mirror mirror) {
            for (Plan.Copy copy : mirror.copies()) {
                String model = copy.role() == Leg.Role.NOISE ? copy.model() + " once more" : copy.model();
                tally.copies.merge(model, 1L, Long::sum);
            }
        }
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(requests + " recorded requests");
        byRoute.forEach((route, tally) -> lines.add(route + ": " + words(tally)));
        if (unrouted > 0) {
            lines.add("no route: " + unrouted + " requests (404)");
        }
        return lines;
    }

    private static String words(Tally tally) {
        if (tally.requests == 0) {
            return "0 requests";
        }
        String keyless = tally.keyless == 0 ? "" : ", " + tally.keyless + " of them without a key";
        String copies = tally.copies.isEmpty() ? "" : "; copies to " + shares(tally.copies, tally.requests);
        return tally.requests + " requests" + keyless + "; answered by " + shares(tally.arms, tally.requests) + copies
                + "; recorded " + tally.recorded;
    }

    private static String shares(Map<String, Long> counts, long all) {
        List<String> shares = new ArrayList<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> shares.add(entry.getKey() + " " + entry.getValue() + " ("
                        + Shares.percent((double) entry.getValue() / all) + ")"));
        return String.join(", ", shares);
    }
}
