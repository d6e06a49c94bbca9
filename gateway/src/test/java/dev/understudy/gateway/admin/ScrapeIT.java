package dev.understudy.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.Deadline;
import dev.understudy.gateway.testing.FakeModel;
import dev.understudy.gateway.testing.LeakGuard;
import dev.understudy.gateway.testing.RawClient;
import dev.understudy.gateway.testing.RunningGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Reading the metrics while they are brought up to date. */
@ExtendWith(LeakGuard.class)
class ScrapeIT {
    @Test
    void who_reads_while_meters_change_gets_every_meter_once() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        Set<String> wrong = ConcurrentHashMap.newKeySet();
        try (FakeModel model = FakeModel.that(Behaviour.answering("{}"));
                RunningGateway gateway = RunningGateway.with(yaml(model, 0))) {
            List<Thread> readers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Thread reader = new Thread(() -> read(gateway, done, wrong), "metrics-reader-" + i);
                reader.start();
                readers.add(reader);
            }
            for (int i = 1; i <= 30; i++) {
                gateway.reload(yaml(model, i));
            }
            done.set(true);
            for (Thread reader : readers) {
                reader.join();
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void a_model_that_went_and_came_back_is_counted_again() throws Exception {
        try (FakeModel model = FakeModel.that(Behaviour.answering("{}"));
                RunningGateway gateway = RunningGateway.with(yaml(model, 0))) {
            RawClient.post(gateway.port(), "/", "{}");
            await().atMost(Deadline.PATIENCE).until(() -> calls(gateway) == 1);
            gateway.reload(yaml(model, 1).replace("serving", "another"));
            gateway.reload(yaml(model, 2));

            RawClient.post(gateway.port(), "/", "{}");
            RawClient.post(gateway.port(), "/", "{}");

            await().atMost(Deadline.PATIENCE).until(() -> calls(gateway) == 2);
        }
    }

    private static double calls(RunningGateway gateway) {
        return gateway.metric("understudy_model_calls_total", "model=\"serving\"", "lane=\"primary\"");
    }

    private static void read(RunningGateway gateway, AtomicBoolean done, Set<String> wrong) {
        while (!done.get()) {
            var answer = gateway.admin("/metrics");
            long series = answer.body()
                    .lines()
                    .filter(line -> line.startsWith("understudy_model_in_flight{"))
                    .count();
            if (answer.statusCode() != 200 || series != 2) {
                wrong.add(answer.statusCode() + " with " + series + " series");
            }
        }
    }

    private static String yaml(FakeModel model, int change) {
        return """
               # change %d
               models: {serving: {url: "%s"}}
               routes: [{name: all, match: {path: {prefix: /}}, model: serving}]
               """.formatted(change, model.url());
    }
}
