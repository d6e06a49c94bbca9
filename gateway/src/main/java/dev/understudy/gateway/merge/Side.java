package dev.understudy.gateway.merge;

/** Which of the two models. */
enum Side {
    LEGACY("legacy"),
    CANDIDATE("candidate");

    private final String label;

    Side(String label) {
        this.label = label;
    }

    /** As the record writes it. */
    String label() {
        return label;
    }

    Side other() {
        return this == LEGACY ? CANDIDATE : LEGACY;
    }
}
