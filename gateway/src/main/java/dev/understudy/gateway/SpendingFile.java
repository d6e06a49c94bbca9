package dev.understudy.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.gateway.proxy.BudgetStatus;
import dev.understudy.gateway.proxy.Spent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What copies have used today, by route, in a file of its own, so that a restart does not begin the day anew: one of each
 * instance's name, {@code budgets/<name>.json} in the data directory. One thread at a time; not for event loops.
 */
final class SpendingFile {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Logger log = LoggerFactory.getLogger(SpendingFile.class);

    private final Path file;
    private Map<String, Spent> saved = Map.of();
    private boolean failing;

    /** @param instance the same after a restart */
    SpendingFile(Path data, String instance) {
        this.file = data.resolve("budgets").resolve(instance + ".json");
    }

    /** Nothing when there is no such file, or none that can be read: then the day begins anew. */
    Map<String, Spent> read() {
        Map<String, Spent> spent = new HashMap<>();
        if (!Files.exists(file)) {
            return spent;
        }
        try {
            JSON.readTree(file.toFile()).path("routes").properties().forEach(route -> {
                JsonNode used = route.getValue();
                spent.put(
                        route.getKey(),
                        new Spent(
                                LocalDate.parse(used.path("day").asText()),
                                used.path("tokens").asLong(),
                                used.path("cost").asDouble()));
            });
        } catch (IOException | DateTimeException e) {
            log.warn("budgets_not_read file={} reason={} consequence=day_begins_anew", file, e.toString());
        }
        saved = Map.copyOf(spent);
        return spent;
    }

    /** Writes what changed since the last time; what cannot be written is tried again the next time. */
    void save(Map<String, BudgetStatus> budgets) {
        Map<String, Spent> spent = new HashMap<>();
        budgets.forEach((route, budget) -> spent.put(route, budget.spent()));
        if (spent.isEmpty() || spent.equals(saved)) {
            return;
        }
        ObjectNode json = JSON.createObjectNode();
        ObjectNode routes = json.putObject("routes");
        spent.forEach((route, used) -> routes.putObject(route)
                .put("day", used.day().toString())
                .put("tokens", used.tokens())
                .put("cost", used.cost()));
        try {
            Files.createDirectories(file.getParent());
            Path next = file.resolveSibling(file.getFileName() + ".next");
            JSON.writeValue(next.toFile(), json);
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            saved = Map.copyOf(spent);
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                log.warn("budgets_not_saved file={} reason={} consequence=tried_again", file, e.toString());
            }
            failing = true;
        }
    }
}
