package dev.understudy.compare.answer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.config.Compare.BoxFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides by the look of each answer: what a language model says is text, an embedding a vector, an imported output what it
 * says, all else JSON.
 */
record SniffingExtractor() implements Extractor {
    private static final Set<String> OUTPUT_FIELDS = Set.of(
            "text",
            "pred",
            "prob",
            "ranking",
            "embedding",
            "contexts",
            "context_ids",
            "retrieved_contexts",
            "retrieved_context_ids",
            "passed",
            "cluster",
            "vector",
            "boxes",
            "labels",
            "scores",
            "mask",
            "risk");

    /** One of these makes it an output. */
    private static final List<String> KINDS =
            List.of("text", "pred", "prob", "ranking", "embedding", "cluster", "boxes", "mask", "risk");

    private static final Extractor RAG = new RagExtractor(TextExtractor.USUAL_TEXT, Optional.empty(), Optional.empty());
    private static final Extractor REGRESSION = new RegressionExtractor(Optional.empty());
    private static final Extractor RANKING = new RankingExtractor(Optional.empty(), Optional.empty());
    private static final Extractor CLUSTER = new ClusterExtractor(Optional.empty(), Optional.empty());
    private static final Extractor BOXES = new BoxExtractor(Optional.empty(), BoxFormat.XYWH);
    private static final Extractor MASK = new MaskExtractor(Optional.empty());
    private static final Extractor RISK = new RiskExtractor(Optional.empty());
    private static final Extractor EMBEDDING = new EmbeddingExtractor(Optional.empty());

    @Override
    public Extracted from(JsonNode document) {
        if (document.isTextual()) {
            return TextExtractor.USUAL_TEXT.from(document);
        }
        if (isOutput(document)) {
            return fromOutput(document);
        }
        Optional<Completion> completion = Completion.of(document);
        if (completion.isPresent()) {
            return TextExtractor.said(completion.get(), document, List.of());
        }
        return document.at(EmbeddingExtractor.OPEN_AI).isMissingNode()
                ? new Extracted.Found(new Answer.Json(document))
                : EMBEDDING.from(document);
    }

    @Override
    public Extracted fromPlain(String text) {
        return TextExtractor.USUAL_TEXT.fromPlain(text);
    }

    private static Extracted fromOutput(JsonNode document) {
        if (document.has("ranking")) {
            return RANKING.from(document);
        }
        if (document.has("pred") || document.has("prob")) {
            return document.path("pred").isFloatingPointNumber()
                    ? REGRESSION.from(document)
                    : ClassificationExtractor.USUAL.from(document);
        }
        if (document.has("cluster")) {
            return CLUSTER.from(document);
        }
        if (document.has("boxes")) {
            return BOXES.from(document);
        }
        if (document.has("mask")) {
            return MASK.from(document);
        }
        if (document.has("risk")) {
            return RISK.from(document);
        }
        return document.has("text") ? RAG.from(document) : EMBEDDING.from(document);
    }

    private static boolean isOutput(JsonNode document) {
        if (!document.isObject() || KINDS.stream().noneMatch(document::has)) {
            return false;
        }
        for (Iterator<String> names = document.fieldNames(); names.hasNext(); ) {
            if (!OUTPUT_FIELDS.contains(names.next())) {
                return false;
            }
        }
        return true;
    }
}
