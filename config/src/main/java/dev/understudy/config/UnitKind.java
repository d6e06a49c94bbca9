package dev.understudy.config;

/** What is assigned to an arm. */
public enum UnitKind {
    REQUEST("request"),
    CONVERSATION("conversation"),
    USER("user");

    private final String yaml;

    UnitKind(String yaml) {
        this.yaml = yaml;
    }

    /** As the file and the record write it. */
    public String yaml() {
        return yaml;
    }
}
