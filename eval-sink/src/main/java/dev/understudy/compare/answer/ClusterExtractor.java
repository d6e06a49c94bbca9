package dev.understudy.compare.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes the group that something was put in, and the vector that stands for it, where the answer brings it. */
record ClusterExtractor(Optional<String> cluster, Optional<String> vector) implements Extractor {
    /** Of a vector. */
    static final int NUMBERS_MAX = 4096;

    private static final List<String> USUAL_CLUSTERS = List.of(
            "/cluster",
            "/cluster_id",
            "/segment",
            "/label",
            "/prediction",
            "/pred",
            "/predictions/0",
            "/outputs/0/data");
    private static final List<String> USUAL_VECTORS = List.of("/vector", "/embedding", "/features");

    @Override
    public Extracted from(JsonNode document) {
        Extractor.Found group = Extractor.find(document, cluster, USUAL_CLUSTERS);
        if (group.node().isMissingNode()) {
            return new Extracted.Unusable(Fault.POINTER_UNMATCHED, group.pointer());
        }
        JsonNode name = ClassificationExtractor.single(group.node());
        if (!name.isValueNode() || name.isNull()) {
            return new Extracted.Unusable(Fault.UNEXPECTED_TYPE, group.pointer());
        }
        Extractor.Found place = Extractor.find(document, vector, USUAL_VECTORS);
        if (place.node().isMissingNode()) {
            return vector.isPresent()
                    ? new Extracted.Unusable(Fault.POINTER_UNMATCHED, place.pointer())
                    : new Extracted.Found(new Answer.Cluster(name.asText(), null));
        }
        Answer.Vector found = vector(place.node());
        return found == null
                ? new Extracted.Unusable(Fault.UNEXPECTED_TYPE, place.pointer())
                : new Extracted.Found(new Answer.Cluster(name.asText(), found));
    }

    /** Null for what is none, or too long. */
    static Answer.@Nullable Vector vector(JsonNode node) {
        Answer.Vector found = EmbeddingExtractor.vector(node);
        return found == null || found.size() > NUMBERS_MAX ? null : found;
    }
}
