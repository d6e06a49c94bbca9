package dev.understudy.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads one YAML file as a {@link Config}, or says everything that is wrong in it. */
public final class ConfigLoader {
    private static final int REVISION_LENGTH = 8;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private ConfigLoader() {}

    /** Reads a file; of one that is too large no more than the limit. */
    public static Config load(Path file) throws InvalidConfigException {
        Problems problems = new Problems(file.toString());
        byte[] bytes = bytes(file, problems);
        problems.throwIfAny();
        String text = text(bytes, problems);
        problems.throwIfAny();
        return parse(file.toString(), text);
    }

    /** @param name what problems call the file */
    public static Config parse(String name, String yaml) throws InvalidConfigException {
        Problems problems = new Problems(name);
        if (yaml.length() > Document.BYTES_MAX) {
            problems.add(tooLarge(yaml.length()));
        }
        problems.throwIfAny();
        String text = !yaml.isEmpty() && yaml.charAt(0) == BYTE_ORDER_MARK ? yaml.substring(1) : yaml;
        Config config = Document.root(text, problems)
                .flatMap(root -> ConfigBinder.config(root, revision(yaml), yaml))
                .orElse(null);
        problems.throwIfAny();
        if (config == null) {
            throw new IllegalStateException("no configuration and no problem in " + name);
        }
        return config;
    }

    private static byte[] bytes(Path file, Problems problems) {
        try (InputStream input = Files.newInputStream(file)) {
            byte[] bytes = input.readNBytes(Document.BYTES_MAX + 1);
            if (bytes.length > Document.BYTES_MAX) {
                problems.add(tooLarge(Math.max(Files.size(file), bytes.length)));
            }
            return bytes;
        } catch (NoSuchFileException e) {
            problems.add("does not exist (expected: a YAML file)");
        } catch (AccessDeniedException e) {
            problems.add("may not be read (expected: read permission for the user that runs this)");
        } catch (IOException e) {
            problems.add((Files.isDirectory(file) ? "is a directory" : "cannot be read: " + e.getMessage())
                    + " (expected: a YAML file)");
        }
        return new byte[0];
    }

    private static String tooLarge(long size) {
        return "too large: " + size + " bytes (expected: at most " + Quantities.text(Document.BYTES_MAX) + ")";
    }

    private static String text(byte[] bytes, Problems problems) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer input = ByteBuffer.wrap(bytes);
        try {
            return decoder.decode(input).toString();
        } catch (CharacterCodingException e) {
            int line = 1;
            int column = 1;
            for (int index = 0; index < input.position(); index++) {
                column = bytes[index] == '\n' ? 1 : column + 1;
                line += bytes[index] == '\n' ? 1 : 0;
            }
            problems.add(line, column, "", "not UTF-8 (expected: a text file in UTF-8)");
            return "";
        }
    }

    private static String revision(String source) {
        return Sha256.of(source).substring(0, REVISION_LENGTH);
    }
}
