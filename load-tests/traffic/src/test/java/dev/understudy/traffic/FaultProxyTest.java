package dev.understudy.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
    private static final int ANSWER_BYTES = 60;
    private static final String END = "\"]}";

    private final SickModel model = new SickModel(0, ANSWER_BYTES);
    private final FaultProxy network = FaultProxy.before(model.port());

    @AfterEach
    void close() {
        network.close();
        model.close();
    }

    @Test
    void without_a_fault_bytes_pass_and_an_end_is_passed_on() throws IOException {
        try (Socket client = asking("/")) {
            assertThat(readUntil(client, END)).endsWith(END);
            ask(client, "/");
            assertThat(readUntil(client, END)).endsWith(END);
        }
        try (Socket client = asking("/cut")) {
            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .endsWith("not all of it");
        }
    }

    @Test
    void a_reset_is_a_reset() throws IOException {
        network.becomes(Fault.RESET);
        try (Socket client = asking("/")) {
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        assertThat(network.counts()).contains("broken=1");
    }

    @Test
    void a_cut_passes_some_and_ends() throws IOException {
        network.becomes(Fault.CUT);
        try (Socket client = asking("/")) {
            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 200")
                    .doesNotContain(END);
        }
    }

    @Test
    void a_stall_holds_answers_until_it_is_over() throws IOException {
        network.becomes(Fault.STALL);
        try (Socket client = asking("/")) {
            assertSilent(client);
            await("the request went through")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> model.counts().contains("requests=1"));

            network.becomes(Fault.NONE);

            assertThat(readUntil(client, END)).endsWith(END);
        }
    }

    @Test
    void a_drip_comes_byte_by_byte() throws IOException {
        network.becomes(Fault.DRIP);
        try (Socket client = asking("/")) {
            InputStream in = client.getInputStream();
            assertThat(in.read(new byte[100])).isEqualTo(1);
            network.becomes(Fault.NONE);
            assertThat(readUntil(client, END)).endsWith(END);
        }
    }

    @Test
    void half_open_is_dead_for_good_and_tells_nobody() throws IOException {
        try (Socket client = asking("/")) {
            readUntil(client, END);
            network.becomes(Fault.HALF_OPEN);
            network.becomes(Fault.NONE);
            ask(client, "/");
            assertSilent(client);
            assertThat(model.counts()).contains("requests=1");
        }
        try (Socket fresh = asking("/")) {
            assertThat(readUntil(fresh, END)).endsWith(END);
        }
    }

    private static void assertSilent(Socket client) throws IOException {
        client.setSoTimeout(300);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        client.setSoTimeout(20_000);
    }

    private Socket asking(String path) throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), network.port());
        client.setSoTimeout(20_000);
        ask(client, path);
        return client;
    }

    private static void ask(Socket client, String path) throws IOException {
        client.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nhost: model\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static String readUntil(Socket client, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int next = client.getInputStream().read();
            assertThat(next).as("after %s", text).isNotNegative();
            text.append((char) next);
        }
        return text.toString();
    }
}
