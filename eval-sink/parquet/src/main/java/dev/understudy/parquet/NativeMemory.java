package dev.understudy.parquet;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much memory DuckDB may take beside the heap; what it needs beyond that while writing it puts on the disk. */
record NativeMemory(long bytes) {
    /** The system property that says otherwise than {@link #DEFAULT}. */
    static final String PROPERTY = "understudy.parquet.memory";

    static final NativeMemory DEFAULT = new NativeMemory(1L << 30);

    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,6})([MG])B");

    static NativeMemory ofProperty() throws IOException {
        String size = System.getProperty(PROPERTY);
        return size == null ? DEFAULT : of(size);
    }

    static NativeMemory of(String size) throws IOException {
        Matcher parts = SIZE.matcher(size);
        if (!parts.matches()) {
            throw new IOException("-D" + PROPERTY + "=" + size + " (expected: such as 512MB or 2GB)");
        }
        return new NativeMemory(
                Long.parseLong(parts.group(1)) << (parts.group(2).equals("G") ? 30 : 20));
    }

    /** As DuckDB reads it. */
    String limit() {
        return bytes + "B";
    }
}
