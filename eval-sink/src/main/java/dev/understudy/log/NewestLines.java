package dev.understudy.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The last lines of segments that come newest first, each read from its beginning; bounded in number and bytes. */
final class NewestLines {
    private final int most;
    private final long bytesMost;
    private final List<byte[]> lines = new ArrayList<>();
    private final Deque<byte[]> ofSegment = new ArrayDeque<>();
    private long bytes;
    private boolean full;

    NewestLines(int most, long bytesMost) {
        this.most = most;
        this.bytesMost = bytesMost;
    }

    /** A line of the present segment, later than those before it. */
    void add(byte[] line) {
        ofSegment.addLast(line);
        bytes += line.length;
        while (lines.size() + ofSegment.size() > most || (bytes > bytesMost && lines.size() + ofSegment.size() > 1)) {
            bytes -= ofSegment.removeFirst().length;
            full = true;
        }
    }

    void endSegment() {
        while (!ofSegment.isEmpty()) {
            lines.add(ofSegment.removeLast());
        }
        full |= lines.size() == most;
    }

    /** Whether what is older has no place any more. */
    boolean isFull() {
        return full;
    }

    /** The newest first. */
    List<byte[]> lines() {
        return List.copyOf(lines);
    }
}
