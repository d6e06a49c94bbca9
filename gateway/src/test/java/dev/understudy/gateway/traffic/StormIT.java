package dev.understudy.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RawResponse;
import dev.understudy.gateway.testing.RunningGateway;
import dev.understudy.pair.Pair;
import dev.understudy.pair.Pulse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many clients at once, under every strategy, against a candidate that does everything wrong: the sums still add up. */
@ExtendWith(LeakGuard.class)
class StormIT {
    private static final int CLIENTS = 16;
    private static final int REQUESTS = 60;
    private static final int BESIDE = 10;
    private static final String LIST = "{\"items\":[{\"id\":\"a\"},{\"id\":\"b\"},{\"id\":\"c\"}]}";

    @Test
    void clients_get_right_answers_and_every_request_is_accounted_for() throws Exception {
        List<Behaviour> moods = List.of(
                Behaviour.answering(LIST),
                Behaviour.answering(500, Map.of(), "oops"),
                Behaviour.resetting(),
                Behaviour.garbage(),
                Behaviour.closingEarly(),
                Behaviour.closingAfter(""),
                Behaviour.hanging(),
                Behaviour.flooding(200_000));
        SplittableRandom random = new SplittableRandom(11);
        Behaviour moody = exchange -> {
            Behaviour mood;
            synchronized (random) {
                mood = moods.get(random.nextInt(moods.size()));
            }
            mood.serve(exchange);
        };
        Set<String> wrong = ConcurrentHashMap.newKeySet();
        Set<String> ids = ConcurrentHashMap.newKeySet();
        try (FakeModel legacy = FakeModel.that(Behaviour.answering(LIST));
                FakeModel candidate = FakeModel.that(moody);
                RunningGateway gateway = RunningGateway.with("""
                        identity: {user: [{header: x-user-id}]}
                        models:
                          legacy: {url: "%s", timeout: {connect: 30s}}
                          candidate:
                            url: "%s"
                            timeout: {connect: 1s, firstByte: 200ms, idle: 200ms, total: 1s}
                            breaker: {failureRate: 90, minimumCalls: 20, openFor: 100ms}
                        routes:
                          - name: shadow
                            match: {path: {prefix: /shadow}}
                            shadow: {legacy: legacy, candidates: [{model: candidate, percent: 100}], noise: {percent: 20}, limits: {maxInFlight: 8, timeout: 300ms}}
                          - name: interleave
                            match: {path: {prefix: /interleave}}
                            interleave: {legacy: legacy, candidate: candidate, percent: 60, items: /items, itemId: /id, wait: 20ms}
                          - name: beside
                            match: {path: {prefix: /beside}}
                            ab: {unit: user, arms: [{model: legacy, weight: 90}, {model: candidate, weight: 10}]}
                            shadow: {direction: toCandidate, percent: 50}
                        """.formatted(legacy.url(), candidate.url()))) {
            List<Thread> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                int number = client;
                Thread thread = new Thread(() -> ask(gateway.port(), number, ids, wrong), "storm-client-" + client);
                thread.start();
                clients.add(thread);
            }
            for (Thread client : clients) {
                client.join();
            }
            gateway.stop();

            assertThat(wrong).isEmpty();
            List<Pair> pairs = gateway.pairs();
            long eligible = gateway.pulses().stream().mapToLong(Pulse::eligible).sum();
            long recorded = gateway.pulses().stream().mapToLong(Pulse::recorded).sum();
            assertThat(eligible).isEqualTo(CLIENTS * (REQUESTS + BESIDE));
            assertThat(recorded).isEqualTo(eligible);
            assertThat(pairs).hasSize(CLIENTS * (REQUESTS + BESIDE));
            assertThat(pairs).extracting(Pair::id).doesNotHaveDuplicates().containsAll(ids);
        }
    }

    private static void ask(int port, int number, Set<String> ids, Set<String> wrong) {
        SplittableRandom random = new SplittableRandom(number);
        try (RawClient client = RawClient.connect(port)) {
            for (int i = 0; i < REQUESTS; i++) {
                String path = random.nextInt(2) == 0 ? "/shadow" : "/interleave";
                String body = "x".repeat(random.nextInt(20_000));
                RawResponse response = client.send(RawClient.request("POST", path, body, "X-User-Id: u" + i))
                        .read();
                ids.add(response.id());
                boolean right = response.status() == 200 && response.body().length() == LIST.length();
                if (!right || (path.equals("/shadow") && !response.body().equals(LIST))) {
                    wrong.add(response + " " + response.body());
                }
            }
        } catch (IOException e) {
            wrong.add(e.toString());
        }
        besideAnAilingArm(port, number, ids);
    }

    /** Here the candidate may have served, so the answer may be an error or cut; the record is there all the same. */
    private static void besideAnAilingArm(int port, int number, Set<String> ids) {
        for (int i = 0; i < BESIDE; i++) {
            String user = "X-User-Id: u" + number + "-" + i;
            try (RawClient client = RawClient.connect(port)) {
                client.send(RawClient.request("POST", "/beside", "x", user, "Connection: close"));
                ids.add(client.readHead().header("x-understudy-id").orElseThrow());
                client.readAll();
            } catch (IOException cutBeforeItsHeadWasRead) {
                // one record without a known id
            }
        }
    }
}
