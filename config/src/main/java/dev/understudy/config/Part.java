package dev.understudy.config;

import dev.understudy.config.Compare.Profile;
import dev.understudy.config.Compare.Side;
import java.util.Set;

/** A part of a request or an answer that metrics need, by the name that the file has for its place. */
public enum Part {
    PREDICTION("prediction", Side.ANSWER),
    /** Of the positive class. */
    PROBABILITY("probability", Side.ANSWER),
    /** Of every class: an object, an array by number of the class, or a list of objects with label and score. */
    SCORES("scores", Side.ANSWER),
    ITEMS("items", Side.ANSWER),
    /** Within an item. */
    ITEM_ID("itemId", Side.ANSWER),
    TEXT("text", Side.ANSWER),
    CONTEXTS("contexts", Side.ANSWER),
    CONTEXT_IDS("contextIds", Side.ANSWER),
    EMBEDDING("embedding", Side.ANSWER),
    /** Of several solutions to one problem, which passed. */
    PASSED("passed", Side.ANSWER),
    /** Which group something was put in. */
    CLUSTER("cluster", Side.ANSWER),
    /** What stands for that which was put there. */
    VECTOR("vector", Side.ANSWER),
    /** What was found in a picture. */
    BOXES("boxes", Side.ANSWER),
    /** Which places of a picture belong to what. */
    MASK("mask", Side.ANSWER),
    /** How soon it is expected: the higher, the sooner. */
    RISK("risk", Side.ANSWER),
    /** The right class, number, boxes or mask, where it comes along. */
    LABEL("label", Side.REQUEST),
    /** The text that would have been right. */
    REFERENCE("reference", Side.REQUEST),
    /** How relevant each item is: an object of ids and grades. */
    QRELS("qrels", Side.REQUEST),
    /** The passages that should have been found. */
    RELEVANT_IDS("relevantIds", Side.REQUEST),
    /** How long it took until what was waited for happened, or until nobody watched any more. */
    TIME("time", Side.REQUEST),
    /** Whether it happened. */
    EVENT("event", Side.REQUEST);

    private final String yaml;
    private final Side side;

    Part(String yaml, Side side) {
        this.yaml = yaml;
        this.side = side;
    }

    /** As the file writes it. */
    public String yaml() {
        return yaml;
    }

    /** Where a pointer leads that says no more. */
    public Side side() {
        return side;
    }

    /** Whose part it is. */
    public Set<Profile> profiles() {
        return switch (this) {
            case PREDICTION -> Set.of(Profile.CLASSIFICATION, Profile.REGRESSION);
            case LABEL -> Set.of(Profile.CLASSIFICATION, Profile.REGRESSION, Profile.DETECTION, Profile.SEGMENTATION);
            case PROBABILITY, SCORES -> Set.of(Profile.CLASSIFICATION);
            case ITEMS, ITEM_ID, QRELS -> Set.of(Profile.RANKING);
            case TEXT, REFERENCE -> Set.of(Profile.TEXT, Profile.CHAT, Profile.RAG);
            case CONTEXTS, CONTEXT_IDS, RELEVANT_IDS -> Set.of(Profile.RAG);
            case EMBEDDING -> Set.of(Profile.EMBEDDING);
            case PASSED -> Set.of(Profile.TEXT, Profile.CHAT);
            case CLUSTER, VECTOR -> Set.of(Profile.CLUSTERING);
            case BOXES -> Set.of(Profile.DETECTION);
            case MASK -> Set.of(Profile.SEGMENTATION);
            case RISK, TIME, EVENT -> Set.of(Profile.SURVIVAL);
        };
    }

    /** Whether it can stand in either body. */
    boolean isAnywhere() {
        return switch (this) {
            case CONTEXTS, CONTEXT_IDS, VECTOR -> true;
            case PREDICTION,
                    PROBABILITY,
                    SCORES,
                    ITEMS,
                    ITEM_ID,
                    TEXT,
                    EMBEDDING,
                    PASSED,
                    CLUSTER,
                    BOXES,
                    MASK,
                    RISK,
                    LABEL,
                    REFERENCE,
                    QRELS,
                    RELEVANT_IDS,
                    TIME,
                    EVENT -> false;
        };
    }
}
