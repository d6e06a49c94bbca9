package dev.understudy.log;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One segment as readers see it, wherever its lines stand at the moment. */
record SegmentFile(Path directory, SegmentName name) {
    private static final int BUFFER_BYTES = 128 * 1024;
    private static final int LISTINGS_MAX = 10;

    /** Takes a line without its end; false ends the reading. */
    interface Target {
        boolean line(byte[] line) throws IOException;
    }

    /** Is told what is opened. */
    interface Watch {
        Watch NOBODY = new Watch() {
            @Override
            public void openedSealed(Path path) {}

            @Override
            public InputStream openedPlain(Path path, InputStream in) {
                return in;
            }
        };

        void openedSealed(Path path);

        /** What is read in place of a file that may grow. */
        InputStream openedPlain(Path path, InputStream in);
    }

    /**
     * The segments of a directory in the order of their start, with whether each is sealed. While one is being sealed a
     * single listing may miss both its names, so it is listed until it is the same twice.
     */
    static Map<SegmentName, Boolean> list(Path directory) throws IOException {
        Map<SegmentName, Boolean> before = listOnce(directory);
        for (int listing = 1; listing < LISTINGS_MAX; listing++) {
            Map<SegmentName, Boolean> now = listOnce(directory);
            if (now.keySet().equals(before.keySet())) {
                return now;
            }
            before = now;
        }
        return before;
    }

    private static Map<SegmentName, Boolean> listOnce(Path directory) throws IOException {
        Map<SegmentName, Boolean> segments = new TreeMap<>();
        for (String file : new DiskStorage().list(directory)) {
            Optional<SegmentName> sealed = SegmentName.parse(file, SegmentName.SEALED);
            sealed.ifPresent(name -> segments.put(name, true));
            SegmentName.parse(file, SegmentName.PLAIN).ifPresent(name -> segments.putIfAbsent(name, false));
        }
        return segments;
    }

    Path plain() {
        return directory.resolve(name.fileName(SegmentName.PLAIN));
    }

    Path sealed() {
        return directory.resolve(name.fileName(SegmentName.SEALED));
    }

    /** The uncompressed bytes, preferring the sealed file. */
    InputStream open() throws IOException {
        return open(Watch.NOBODY);
    }

    InputStream open(Watch watch) throws IOException {
        try {
            return openSealed(watch);
        } catch (NoSuchFileException notSealed) {
            try {
                return watch.openedPlain(plain(), Files.newInputStream(plain()));
            } catch (NoSuchFileException sealedMeanwhile) {
                return openSealed(watch);
            }
        }
    }

    private InputStream openSealed(Watch watch) throws IOException {
        InputStream in = new ZstdInputStream(new BufferedInputStream(Files.newInputStream(sealed()), BUFFER_BYTES));
        watch.openedSealed(sealed());
        return in;
    }

    /** Hands over the complete lines of a stream; returns how many bytes stand behind the last of them. */
    static long readLines(InputStream in, Target target) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        ByteArrayOutputStream begun = new ByteArrayOutputStream();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            int start = 0;
            for (int at = 0; at < read; at++) {
                if (buffer[at] == '\n') {
                    begun.write(buffer, start, at - start);
                    start = at + 1;
                    byte[] line = begun.toByteArray();
                    begun.reset();
                    if (!target.line(line)) {
                        return 0;
                    }
                }
            }
            begun.write(buffer, start, read - start);
        }
        return begun.size();
    }
}
