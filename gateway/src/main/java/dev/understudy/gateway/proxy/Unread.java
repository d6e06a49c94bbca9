package dev.understudy.gateway.proxy;

/** Why the events of a stream passed unread, so that nothing is known of its first content and its tokens. */
enum Unread {
    /** It is compressed in a way that is not read. */
    CODING("coding"),
    /** What it was compressed to is damaged, or stands for too much. */
    DAMAGE("damage");

    private final String label;

    Unread(String label) {
        this.label = label;
    }

    /** As metrics name it. */
    String label() {
        return label;
    }
}
