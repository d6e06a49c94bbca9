package dev.understudy.models;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ModelServerProcessTest {

    @Test
    void a_server_says_where_it_listens_and_ends_with_its_parent() throws Exception {
        Process server = start("--variant", "quantized", "--port", "0", "--parent");
        try (BufferedReader out = server.inputReader(UTF_8)) {
            assertThat(out.readLine()).startsWith("listening on http://127.0.0.1:");

            server.getOutputStream().close(); // as when the parent is killed

            assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).isZero();
        } finally {
            server.destroyForcibly();
        }
    }

    @Test
    void a_variant_that_does_not_exist_is_refused_by_name() throws Exception {
        Process server = start("--variant", "tiny");
        try (BufferedReader errors = server.errorReader(UTF_8)) {
            assertThat(errors.readLine()).contains("--variant").contains("FULL, QUANTIZED");
            assertThat(server.waitFor()).isEqualTo(2);
        }
    }

    private static Process start(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                ModelServer.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }
}
