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
    /** The right class or number, where it comes along. */
    LABEL("label", Side.REQUEST),
    /** The text that would have been right. */
    REFERENCE("reference", Side.REQUEST),
    /** How relevant each item is: an object of ids and grades. */
    QRELS("qrels", Side.REQUEST),
    /** The passages that should have been found. */
    RELEVANT_IDS("relevantIds", Side.REQUEST);

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
            case PREDICTION, LABEL -> Set.of(Profile.CLASSIFICATION, Profile.REGRESSION);
            case PROBABILITY, SCORES -> Set.of(Profile.CLASSIFICATION);
            case ITEMS, ITEM_ID, QRELS -> Set.of(Profile.RANKING);
            case TEXT, REFERENCE -> Set.of(Profile.TEXT, Profile.CHAT, Profile.RAG);
            case CONTEXTS, CONTEXT_IDS, RELEVANT_IDS -> Set.of(Profile.RAG);
            case EMBEDDING -> Set.of(Profile.EMBEDDING);
            case PASSED -> Set.of(Profile.TEXT, Profile.CHAT);
        };
    }

    /** Whether it can stand in either body. */
    boolean isAnywhere() {
        return switch (this) {
            case CONTEXTS, CONTEXT_IDS -> true;
            case PREDICTION,
                    PROBABILITY,
                    SCORES,
                    ITEMS,
                    ITEM_ID,
                    TEXT,
                    EMBEDDING,
                    PASSED,
                    LABEL,
                    REFERENCE,
                    QRELS,
                    RELEVANT_IDS -> false;
        };
    }
}
