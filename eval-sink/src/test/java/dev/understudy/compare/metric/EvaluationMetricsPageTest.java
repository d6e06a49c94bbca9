package dev.understudy.compare.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class EvaluationMetricsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "evaluation-metrics.md");

    @Test
    void the_page_lists_what_the_code_computes() throws IOException {
        String page = EvaluationMetricsPage.markdown(all());
        if (Boolean.getBoolean("understudy.docs.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/evaluation-metrics.md is generated. Write it anew with: %s", EvaluationMetricsPage.COMMAND)
                .isEqualTo(page);
    }

    @Test
    void each_metric_says_what_it_means_in_a_sentence_and_no_name_is_taken_twice() {
        assertThat(all())
                .extracting(About::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z][A-Za-z0-9_]*"));
        assertThat(all()).allSatisfy(about -> {
            assertThat(about.means()).matches("[A-Z].*\\.");
            assertThat(about.formula()).isNotEmpty();
            assertThat(about.source()).isNotEmpty();
        });
    }

    /** Those of a module beside, too, which is not on the class path here. */
    private static List<About> all() {
        return Stream.concat(Metrics.all().stream(), Embeddings.ALL.stream()).toList();
    }
}
