package dev.understudy.compare.answer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.config.Compare;
import dev.understudy.config.Compare.Place;
import dev.understudy.config.Compare.Side;
import dev.understudy.config.Experiment;
import dev.understudy.config.Part;
import dev.understudy.pair.Leg;
import java.util.List;
import java.util.Optional;

/** Reads one kind of answer out of a leg. One file a kind, one line each in {@link #of(Compare)}. */
public interface Extractor {
    /** Reads a document. */
    Extracted from(JsonNode document);

    /** Reads what is not JSON; most kinds cannot. */
    default Extracted fromPlain(String text) {
        return new Extracted.Unusable(Fault.NOT_JSON, "");
    }

    /** Reads a leg, which may have failed, or hold anything. */
    default Extracted from(Leg leg) {
        Integer status = leg.status();
        if (leg.outcome() != Leg.Outcome.OK || (status != null && status >= 400)) {
            return new Extracted.Unusable(Fault.NOT_ANSWERED, "");
        }
        if (leg.body() == null) {
            return new Extracted.Unusable(Fault.NOT_RECORDED, "");
        }
        Bodies.Text body = Bodies.answer(leg, leg.body());
        if (body instanceof Bodies.Text.Unreadable unreadable) {
            return new Extracted.Unusable(unreadable.fault(), unreadable.detail());
        }
        String text = ((Bodies.Text.Read) body).text();
        return Bodies.json(text).map(this::from).orElseGet(() -> fromPlain(text));
    }

    /** The extractor of what the file says. */
    static Extractor of(Compare compare) {
        return switch (compare.profile()) {
            case JSON -> new JsonExtractor();
            case CLASSIFICATION ->
                new ClassificationExtractor(
                        pointer(compare, Part.PREDICTION),
                        pointer(compare, Part.PROBABILITY),
                        pointer(compare, Part.SCORES),
                        compare.positive());
            case REGRESSION -> new RegressionExtractor(pointer(compare, Part.PREDICTION));
            case RANKING -> new RankingExtractor(pointer(compare, Part.ITEMS), pointer(compare, Part.ITEM_ID));
            case TEXT, CHAT -> new TextExtractor(pointer(compare, Part.TEXT), pointer(compare, Part.PASSED));
            case RAG ->
                new RagExtractor(
                        new TextExtractor(pointer(compare, Part.TEXT), Optional.empty()),
                        compare.place(Part.CONTEXTS).filter(place -> place.side() == Side.ANSWER),
                        compare.place(Part.CONTEXT_IDS).filter(place -> place.side() == Side.ANSWER));
            case EMBEDDING -> new EmbeddingExtractor(pointer(compare, Part.EMBEDDING));
            case CLUSTERING ->
                new ClusterExtractor(
                        pointer(compare, Part.CLUSTER),
                        compare.place(Part.VECTOR)
                                .filter(place -> place.side() == Side.ANSWER)
                                .map(place -> place.pointer().text()));
            case DETECTION -> new BoxExtractor(pointer(compare, Part.BOXES), compare.boxFormat());
            case SEGMENTATION -> new MaskExtractor(pointer(compare, Part.MASK));
            case SURVIVAL -> new RiskExtractor(pointer(compare, Part.RISK));
        };
    }

    /** The extractor of a route that says nothing: what the experiment needs, else by the look of each answer. */
    static Extractor of(Experiment experiment) {
        return experiment instanceof Experiment.Interleave interleave
                ? new RankingExtractor(
                        Optional.of(interleave.items().text()),
                        interleave.itemId().map(pointer -> pointer.text()))
                : new SniffingExtractor();
    }

    /** An extractor that knows nothing of the route. */
    static Extractor byLook() {
        return new SniffingExtractor();
    }

    /** The first of several usual places that exists, or the configured one alone. */
    static Found find(JsonNode document, Optional<String> configured, List<String> usual) {
        if (configured.isPresent()) {
            return new Found(document.at(configured.get()), configured.get());
        }
        for (String pointer : usual) {
            JsonNode node = document.at(pointer);
            if (!node.isMissingNode()) {
                return new Found(node, pointer);
            }
        }
        return new Found(document.at("/-"), String.join(" or ", usual));
    }

    private static Optional<String> pointer(Compare compare, Part part) {
        return compare.place(part).map(Place::pointer).map(pointer -> pointer.text());
    }

    /** What a pointer led to, which may be a missing node. */
    record Found(JsonNode node, String pointer) {}
}
