package dev.understudy.gateway.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;

/** What the demo shows off, through the same doors as everybody else. */
interface Theatre {
    Gate open(Path configFile) throws DemoFailedException;

    /** Reads what was logged, and writes the report beside it in each of its forms. */
    JsonNode report(Path data) throws IOException;

    /** A gateway that runs. */
    interface Gate extends AutoCloseable {
        int port();

        int adminPort();

        @Override
        void close();
    }
}
