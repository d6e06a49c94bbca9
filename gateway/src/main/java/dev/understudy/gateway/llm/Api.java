package dev.understudy.gateway.llm;

/** Which interface of a language model a path belongs to, by its last segments: what goes before is the provider's. */
public enum Api {
    CHAT_COMPLETIONS("/chat/completions"),
    COMPLETIONS("/completions"),
    RESPONSES("/responses"),
    MESSAGES("/messages"),
    EMBEDDINGS("/embeddings"),
    /** None of them, as far as we know. */
    OTHER("");

    private static final Api[] ALL = values();

    private final String ending;

    Api(String ending) {
        this.ending = ending;
    }

    /** @param path without its query */
    public static Api of(String path) {
        for (Api api : ALL) {
            if (path.endsWith(api.ending)) {
                return api;
            }
        }
        return OTHER;
    }
}
