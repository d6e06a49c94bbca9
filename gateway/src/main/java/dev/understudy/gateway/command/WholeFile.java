package dev.understudy.gateway.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** A file that a command writes: it is in its place whole, or what was there before stays. */
final class WholeFile {
    private WholeFile() {}

    static void write(Path file, Printing content) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // A pipe or a device: what is read from it has no place to be whole in.
            try (OutputStream out = Files.newOutputStream(file)) {
                content.to(out);
            }
            return;
        }
        Path place = Files.exists(file) ? file.toRealPath() : file;
        Path unfinished = place.resolveSibling("." + place.getFileName() + "-" + UUID.randomUUID());
        try {
            try (OutputStream out = Files.newOutputStream(unfinished)) {
                content.to(out);
            }
            Files.move(unfinished, place, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
