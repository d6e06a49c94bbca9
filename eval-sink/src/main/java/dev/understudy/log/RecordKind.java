package dev.understudy.log;

/** What a segment's lines are; each kind has a directory of its own. */
enum RecordKind {
    PAIRS("pairs"),
    FEEDBACK("feedback"),
    PULSES("pulses");

    private final String directory;

    RecordKind(String directory) {
        this.directory = directory;
    }

    String directory() {
        return directory;
    }
}
