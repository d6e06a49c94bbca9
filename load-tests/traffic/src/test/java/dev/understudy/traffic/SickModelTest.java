package dev.understudy.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SickModelTest {
    private final SickModel model = new SickModel(0, 64);
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void the_path_says_how_it_answers() throws Exception {
        assertThat(get("/anything").body()).hasSize(64).startsWith("{\"hits\"");
        assertThat(get("/status/418/and/more").statusCode()).isEqualTo(418);
        assertThatThrownBy(() -> get("/reset")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> get("/cut")).isInstanceOf(IOException.class);
    }

    @Test
    void the_same_id_twice_is_a_duplicate() throws Exception {
        get("/a");
        get("/a");

        assertThat(model.counts())
                .contains("requests=2")
                .contains("duplicates=1")
                .contains("open=0");
    }

    @Test
    void a_mood_holds_for_all_paths_and_refusing_closes_the_door() throws Exception {
        model.becomes(Mood.ERRING);
        assertThat(get("/").statusCode()).isEqualTo(503);

        model.becomes(Mood.REFUSING);
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), model.port()))
                .isInstanceOf(ConnectException.class);

        model.becomes(Mood.WELL);
        assertThat(get("/").statusCode()).isEqualTo(200);
    }

    @Test
    void moody_is_well_half_of_the_time_and_everything_else_as_well() {
        Set<Manner> manners = new HashSet<>();
        int well = 0;
        for (int i = 0; i < 100; i++) {
            Manner manner = Manner.under(Mood.MOODY, "/", i / 100.0);
            manners.add(manner);
            well += manner.equals(new Manner.Answering(200, 0)) ? 1 : 0;
        }
        assertThat(well).isEqualTo(50);
        assertThat(manners).hasSize(7);
    }

    @Test
    void an_unknown_mood_is_refused_with_those_there_are() {
        assertThatThrownBy(() -> Mood.of("sad")).hasMessageContaining("sad").hasMessageContaining("refusing");
        assertThatThrownBy(() -> Fault.of("rain")).hasMessageContaining("rain").hasMessageContaining("half-open");
        assertThat(Fault.of("half-open")).isEqualTo(Fault.HALF_OPEN);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + model.port() + path))
                .version(HttpClient.Version.HTTP_1_1)
                .header("x-traffic-id", "the same")
                .POST(BodyPublishers.ofString("{}"))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
