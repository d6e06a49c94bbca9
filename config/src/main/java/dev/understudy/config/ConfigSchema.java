package dev.understudy.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The file's JSON Schema (draft 2020-12), from which editors complete and explain keys. */
public final class ConfigSchema {
    private static final String RESOURCE = "understudy.schema.json";

    private ConfigSchema() {}

    public static String text() {
        try (InputStream input = ConfigSchema.class.getResourceAsStream(RESOURCE)) {
            if (input == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the jar");
            }
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
