package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.Deadline;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.Fault;
import dev.understudy.gateway.testing.FaultProxy;
import dev.understudy.gateway.testing.Gate;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RawResponse;
import dev.understudy.gateway.testing.RawResponse.Ending;
import dev.understudy.gateway.testing.ReceivedRequest;
import dev.understudy.gateway.testing.RunningGateway;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Networks that cut, stall, lose and reset, on either side: what is not whole never looks whole, and nobody waits for ever. */
@ExtendWith(LeakGuard.class)
class NetworkFaultIT {
    private static final String RAW =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n5\r\nworld\r\n0\r\n\r\n";
    private static final FakeModel MODEL = FakeModel.that(Behaviour.echoing());
    private static final FaultProxy TO_MODEL = FaultProxy.before(MODEL.port());
    private static final RunningGateway GATEWAY = RunningGateway.with("""
            listen:
              http: "127.0.0.1:0"
              timeouts: {header: 20s, body: 2s, idle: 20s}
            models:
              model: {url: "%1$s", timeout: 60s, breaker: {failureRate: 100, minimumCalls: 10000, openFor: 1s}}
              hasty:
                url: "%1$s"
                timeout: {connect: 20s, firstByte: 1s, idle: 1s, total: 60s}
                breaker: {failureRate: 100, minimumCalls: 10000, openFor: 1s}
            routes:
              - {name: hasty, match: {path: {prefix: /hasty}}, model: hasty}
              - {name: all, match: {path: {prefix: /}}, model: model}
            """.formatted(TO_MODEL.url()));
    private static final FaultProxy TO_GATEWAY = FaultProxy.before(GATEWAY.port());

    /** How a connection breaks. */
    enum Break {
        RESET,
        END;

        Fault after(long bytes) {
            return this == RESET ? Fault.resettingAfter(bytes) : Fault.endingAfter(bytes);
        }
    }

    @BeforeEach
    void restore() {
        MODEL.becomes(Behaviour.echoing());
        calm();
        await().atMost(Deadline.PATIENCE).until(() -> MODEL.connectionsOpen() == 0);
        MODEL.forget();
    }

    @AfterAll
    static void close() {
        TO_GATEWAY.close();
        GATEWAY.close();
        TO_MODEL.close();
        MODEL.close();
    }

    @Test
    void bytes_that_come_one_by_one_on_every_way_are_the_same_bytes() throws Exception {
        TO_MODEL.becomes(Fault.cutting(1), Fault.cutting(1));
        TO_GATEWAY.becomes(Fault.cutting(1), Fault.cutting(1));
        String body = "0123456789abcdef".repeat(200);

        assertThat(RawClient.post(TO_GATEWAY.port(), "/", body).body()).isEqualTo(body);
        MODEL.becomes(Behaviour.saying(RAW));
        assertThat(RawClient.get(TO_GATEWAY.port(), "/").body()).isEqualTo("helloworld");
    }

    @ParameterizedTest
    @EnumSource
    void an_answer_that_breaks_at_any_byte_is_whole_only_when_all_of_it_came(Break how) throws Exception {
        for (int bytes = 0; bytes <= RAW.length(); bytes++) {
            MODEL.becomes(Behaviour.saying(RAW));
            TO_MODEL.forget();
            TO_MODEL.becomes(Fault.none(), how.after(bytes));

            Optional<RawResponse> response = post(GATEWAY.port(), "/");

            if (response.isPresent()
                    && response.get().status() == 200
                    && response.get().ending() == Ending.COMPLETE) {
                assertThat(bytes).as("%s after %d bytes", how, bytes).isEqualTo(RAW.length());
                assertThat(response.get().body()).isEqualTo("helloworld");
            } else if (response.isPresent() && response.get().ending() == Ending.COMPLETE) {
                assertThat(response.get().status())
                        .as("%s after %d bytes", how, bytes)
                        .isEqualTo(502);
            }
            calm();
            MODEL.becomes(Behaviour.echoing());
            assertThat(RawClient.post(GATEWAY.port(), "/", "next").body()).isEqualTo("next");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_request_that_breaks_on_its_way_is_never_asked_twice(Break how) throws Exception {
        for (int bytes = 0; bytes < 160; bytes += 7) {
            TO_MODEL.forget();
            TO_MODEL.becomes(how.after(bytes), Fault.none());

            post(GATEWAY.port(), "/after/" + bytes);
        }
        calm();
        await().atMost(Deadline.PATIENCE).until(() -> MODEL.connectionsOpen() == 0);
        assertThat(MODEL.requests()).extracting(ReceivedRequest::target).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void a_client_that_breaks_off_never_asks_anything_whole(Break how) throws Exception {
        String request = RawClient.request("POST", "/", "the whole body");
        for (int bytes = 0; bytes < request.length(); bytes++) {
            TO_GATEWAY.becomes(how.after(bytes), Fault.none());
            try (RawClient client = RawClient.connect(TO_GATEWAY.port())) {
                client.send(request);
                assertThat(client.readAll()).as("%s after %d bytes", how, bytes).doesNotContain(" 200 ");
            } catch (SocketException reset) {
                // while it was still sending
            }
        }
        assertThat(MODEL.requests()).noneMatch(ReceivedRequest::complete);
    }

    @Test
    void a_model_whose_machine_is_gone_is_given_up_in_time() throws Exception {
        MODEL.becomes(Behaviour.saying(RAW));
        for (int bytes : new int[] {0, 5, 30, RAW.indexOf("hello"), RAW.indexOf("world") + 2, RAW.length() - 2}) {
            TO_MODEL.forget();
            TO_MODEL.becomes(Fault.none(), Fault.vanishingAfter(bytes));

            RawResponse response = RawClient.get(GATEWAY.port(), "/hasty");

            if (bytes < RAW.indexOf("\r\n\r\n") + 4) {
                assertThat(response.status()).as("after %d bytes", bytes).isEqualTo(504);
            } else {
                assertThat(response.ending()).as("after %d bytes", bytes).isEqualTo(Ending.CUT);
            }
        }
    }

    @Test
    void a_client_whose_machine_is_gone_in_mid_request_is_given_up_in_time() throws Exception {
        String request = RawClient.request("POST", "/", "the whole body");
        TO_GATEWAY.becomes(Fault.vanishingAfter(request.length() - 4), Fault.none());
        try (RawClient client = RawClient.connect(TO_GATEWAY.port())) {
            assertThat(client.send(request).read().status()).isEqualTo(408);
        }
        assertThat(MODEL.begun(1).complete()).isFalse();
        await().atMost(Deadline.PATIENCE).until(() -> MODEL.connectionsOpen() == 0);
    }

    @Test
    void a_client_that_is_gone_in_mid_answer_is_felt_by_the_model() throws Exception {
        MODEL.becomes(Behaviour.flooding(256L * 1024 * 1024));
        TO_GATEWAY.becomes(Fault.none(), Fault.resettingAfter(100_000));
        post(TO_GATEWAY.port(), "/");

        await().atMost(Deadline.PATIENCE).until(() -> MODEL.begun(1).cut());
        assertThat(MODEL.begun(1).bytesSent()).isLessThan(256L * 1024 * 1024);
    }

    @Test
    void who_stalls_and_goes_on_is_answered() throws Exception {
        Gate gate = new Gate();
        MODEL.becomes(Behaviour.saying(RAW));
        TO_MODEL.becomes(Fault.none(), Fault.stallingAfter(RAW.indexOf("world"), gate));
        try (RawClient client = RawClient.connect(GATEWAY.port())) {
            client.send(RawClient.request("GET", "/", "")).readHead();
            assertThat(client.readChunk()).contains("hello");
            gate.open();

            assertThat(client.readChunk()).contains("world");
            assertThat(client.readChunk()).isEmpty();
        }
    }

    private static void calm() {
        TO_MODEL.becomes(Fault.none(), Fault.none());
        TO_GATEWAY.becomes(Fault.none(), Fault.none());
        TO_MODEL.forget();
    }

    /** Empty when not even a head came. */
    private static Optional<RawResponse> post(int port, String path) throws IOException {
        try {
            return Optional.of(RawClient.post(port, path, "once"));
        } catch (EOFException | SocketException nothing) {
            return Optional.empty();
        }
    }
}
