package dev.understudy.gateway.observe;

/** What a meter is about; a heading of the page on them. */
public enum Group {
    TRAFFIC("Traffic", "What clients sent and got."),
    LEGS("Legs", "What models were asked, for a client or as a copy."),
    LLM("Language models", "What answers of language models took and cost."),
    SPLIT("Assignment and records", "Which arm was chosen, and what became of each record."),
    MODELS("Models", "How models do, as seen from here."),
    PRESSURE("Pressure", "What is measured against its limits, and what was given up for it."),
    SINK("The log", "How the log of pairs does."),
    TOLD("Access log and spans", "What became of them, where they are configured."),
    CONTROL("Configuration, rollouts, feedback", "What people change, and what they send about pairs."),
    PROCESS("The process", "The JVM and the machine, by Micrometer's own binders.");

    private final String heading;
    private final String about;

    Group(String heading, String about) {
        this.heading = heading;
        this.about = about;
    }

    public String heading() {
        return heading;
    }

    public String about() {
        return about;
    }
}
