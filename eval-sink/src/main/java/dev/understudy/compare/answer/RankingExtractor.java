package dev.understudy.compare.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes the ids of a list's items, in order; an id that comes again counts where it stood first. */
record RankingExtractor(Optional<String> items, Optional<String> itemId) implements Extractor {
    private static final List<String> USUAL =
            List.of("/items", "/hits", "/results", "/ranking", "/choices", "/outputs/0/data", "");

    @Override
    public Extracted from(JsonNode document) {
        Extractor.Found found = Extractor.find(document, items, USUAL);
        if (found.node().isMissingNode()) {
            return new Extracted.Unusable(Fault.POINTER_UNMATCHED, found.pointer());
        }
        if (!found.node().isArray()) {
            return new Extracted.Unusable(Fault.UNEXPECTED_TYPE, found.pointer());
        }
        Set<String> ids = new LinkedHashSet<>();
        for (JsonNode item : found.node()) {
            JsonNode id = idOf(item);
            if (id.isMissingNode()) {
                return new Extracted.Unusable(Fault.POINTER_UNMATCHED, found.pointer() + "/*" + itemId.orElse(""));
            }
            ids.add(id.isValueNode() ? id.asText() : id.toString());
        }
        return new Extracted.Found(new Answer.Ranking(List.copyOf(ids)));
    }

    private JsonNode idOf(JsonNode item) {
        if (itemId.isPresent()) {
            return item.at(itemId.get());
        }
        return item.path("id").isValueNode() ? item.path("id") : item;
    }
}
