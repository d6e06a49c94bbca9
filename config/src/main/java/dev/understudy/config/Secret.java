package dev.understudy.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A reference to a secret. The file holds only the reference, and printing one never shows more. */
public sealed interface Secret {

    /** The secret itself, without surrounding white space. It is read anew each time, so that a rotated file takes effect. */
    String read() throws IOException;

    /** {@code {file: /run/secrets/token}} */
    record FromFile(Path path) implements Secret {
        @Override
        public String read() throws IOException {
            String secret = text().strip();
            if (secret.isEmpty()) {
                throw new IOException("secret file " + path + " is empty");
            }
            return secret;
        }

        private String text() throws IOException {
            try {
                return Files.readString(path);
            } catch (NoSuchFileException e) {
                throw new IOException("secret file " + path + " does not exist", e);
            } catch (AccessDeniedException e) {
                throw new IOException("secret file " + path + " may not be read by this user", e);
            }
        }

        @Override
        public String toString() {
            return "{file: " + path + "}";
        }
    }

    /** {@code {env: TOKEN}} */
    record FromEnvironment(String variable) implements Secret {
        @Override
        public String read() throws IOException {
            String secret = System.getenv(variable);
            if (secret == null || secret.isBlank()) {
                throw new IOException("environment variable " + variable + " is not set");
            }
            return secret.strip();
        }

        @Override
        public String toString() {
            return "{env: " + variable + "}";
        }
    }
}
