package dev.understudy.log;

import java.nio.file.Path;

/** What the log's writing tells its owner, on the writing thread. */
interface LogEvents {

    /** A segment is complete and can be sealed. */
    void complete(Path segment);

    /** Someone deleted a segment while it was written, with this many records in it. */
    void removed(long records);

    /**
     * Records have left the process.
     *
     * @param weight what they counted in the queue
     */
    void written(int records, long weight);
}
