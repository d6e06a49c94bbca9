package dev.understudy.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.log.JsonLine;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where an export goes: one stream, or a directory of files. */
public interface Target {
    /** A new file of the directory; for a single stream its name means nothing. Whoever asks closes it. */
    OutputStream file(String name) throws IOException;

    /** A stream that stays open. */
    static Target stream(OutputStream out) {
        return name -> new BufferedOutputStream(new Kept(out));
    }

    /** A directory, which must be empty or not there yet, so that two exports are not mixed up. */
    static Target directory(Path directory) throws IOException {
        Files.createDirectories(directory);
        try (var files = Files.newDirectoryStream(directory)) {
            if (files.iterator().hasNext()) {
                throw new FileAlreadyExistsException(directory + ": not empty (expected: a new directory)");
            }
        }
        return name -> {
            Path file = directory.resolve(name);
            Files.createDirectories(file.toAbsolutePath().getParent());
            return new BufferedOutputStream(Files.newOutputStream(file));
        };
    }

    /** A file of JSON lines. */
    static Lines lines(Target target, String name) throws IOException {
        return new Lines(target.file(name));
    }

    /** Writes a whole document, with line breaks. */
    static void document(Target target, String name, JsonNode json) throws IOException {
        try (OutputStream out = target.file(name)) {
            out.write(JsonLine.pretty(json));
            out.write('\n');
        }
    }

    /** A file that is written line by line. */
    final class Lines implements Closeable {
        private final OutputStream out;

        private Lines(OutputStream out) {
            this.out = out;
        }

        public void add(JsonNode line) throws IOException {
            out.write(JsonLine.bytes(line));
            out.write('\n');
        }

        public void add(String line) throws IOException {
            out.write(line.getBytes(StandardCharsets.UTF_8));
            out.write('\n');
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    /** Closing it only flushes. */
    final class Kept extends FilterOutputStream {
        private Kept(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
