package dev.understudy.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.understudy.compare.Filter;
import dev.understudy.compare.Reports;
import dev.understudy.compare.metric.Embeddings;
import dev.understudy.compare.metric.Metrics;
import dev.understudy.log.PairImport;
import dev.understudy.report.ReportJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports on texts, with embeddings and without. */
class EmbeddingMetricsTest {
    private static final Embeddings EMBEDDINGS = Embeddings.find().orElseThrow();

    @TempDir
    Path directory;

    private Path data = Path.of("");

    @BeforeEach
    void given_answers_that_say_the_same_otherwise_or_nothing() throws IOException {
        data = directory.resolve("data");
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            lines.append("""
                    {"pair_id": "%d", "input": "When does my parcel come?", "reference": "It comes on Friday.", \
                    "legacy": {"text": "The parcel arrives on Friday."}, "candidate": {"text": "%s"}, \
                    "legacy_twin": {"text": "Your parcel arrives on Friday."}}
                    """.formatted(i, i == 0 ? "" : "Photosynthesis turns light into sugar."));
        }
        Path file = Files.writeString(directory.resolve("qa.jsonl"), lines.toString());
        PairImport.importFile(file, data, Optional.empty(), bad -> {
            throw new IllegalStateException(bad.toString());
        });
    }

    @AfterEach
    void noReportAsksAnyMore() {
        EMBEDDINGS.done();
    }

    @Test
    void meanings_are_compared_with_each_other_the_question_and_the_right_answer() throws IOException {
        EMBEDDINGS.begin(100);

        JsonNode metrics = metrics();

        JsonNode alike = metric(metrics, "embedding_similarity");
        assertThat(alike.path("n").asInt()).isEqualTo(20);
        assertThat(alike.path("candidate").asDouble()).isBetween(-0.1, 0.2);
        assertThat(alike.path("noise").asDouble()).isGreaterThan(0.9);
        JsonNode question = metric(metrics, "question_embedding_similarity");
        assertThat(question.path("legacy").asDouble())
                .isGreaterThan(question.path("candidate").asDouble() + 0.4);
        JsonNode reference = metric(metrics, "ref_embedding_similarity");
        assertThat(reference.path("delta").asDouble()).isLessThan(-0.4);
        assertThat(reference.path("noise").asDouble()).isCloseTo(0, within(0.1));
        assertThat(EMBEDDINGS.done())
                .matches("embeddings: 5 texts, [0-9.]+ ms each; 0 longer .*, 0 cut .*; 3 comparisons .*");
    }

    @Test
    void what_no_report_asked_for_is_not_computed() throws IOException {
        assertThat(metric(metrics(), "embedding_similarity").isMissingNode()).isTrue();
        assertThat(Metrics.all()).containsAll(Embeddings.ALL);
        assertThat(EMBEDDINGS.done()).isEqualTo("embeddings: none");
    }

    @Test
    void a_share_of_the_pairs_is_the_same_every_time_and_grows_by_who_was_not_in() throws IOException {
        EMBEDDINGS.begin(50);
        JsonNode half = metrics();
        EMBEDDINGS.begin(50);

        assertThat(metrics()).isEqualTo(half);
        int n = metric(half, "embedding_similarity").path("n").asInt();
        assertThat(n).isBetween(3, 17);
        assertThat(metric(half, "ref_embedding_similarity").path("n").asInt()).isEqualTo(n);
        for (long hash = Long.MIN_VALUE; hash < Long.MAX_VALUE - (1L << 58); hash += 1L << 58) {
            assertThat(MiniLmEmbeddings.isBelow(hash, 1)).isTrue();
            assertThat(!MiniLmEmbeddings.isBelow(hash, 0.1) || MiniLmEmbeddings.isBelow(hash, 0.2))
                    .isTrue();
        }
    }

    private JsonNode metrics() throws IOException {
        String json = ReportJson.write(Reports.compute(data, Optional.empty(), Filter.ALL, 2, 1));
        return new ObjectMapper().readTree(json).path("routes").path(0).path("metrics");
    }

    private static JsonNode metric(JsonNode metrics, String name) {
        for (JsonNode metric : metrics) {
            if (metric.path("name").asText().equals(name)) {
                return metric;
            }
        }
        return MissingNode.getInstance();
    }
}
