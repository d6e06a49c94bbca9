package dev.understudy.gateway.demo;

/** The four routes of {@code demo.yaml}. */
enum DemoRoute {
    SEARCH("search", "/search"),
    INTENT("intent", "/intent"),
    EMBEDDINGS("embeddings", "/v1/embeddings"),
    CHAT("chat", "/v1/chat/completions");

    private final String label;
    private final String path;

    DemoRoute(String label, String path) {
        this.label = label;
        this.path = path;
    }

    /** Its name in the file and in the report. */
    String label() {
        return label;
    }

    String path() {
        return path;
    }
}
