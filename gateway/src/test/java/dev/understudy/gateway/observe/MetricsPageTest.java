package dev.understudy.gateway.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The page on metrics says what the catalogue says. */
class MetricsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "metrics.md");
    private static final String WRITE = "understudy.docs.write";

    @Test
    void the_page_is_up_to_date() throws IOException {
        String page = MetricsPage.of(Catalogue.values());
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(PAGE, page);
        }

        assertThat(PAGE)
                .as("docs/metrics.md is generated. Write it anew with: %s", MetricsPage.COMMAND)
                .hasContent(page);
    }

    @Test
    void names_of_meters_are_unique() {
        assertThat(Arrays.stream(Catalogue.values())
                        .map(entry -> entry.signature().name()))
                .doesNotHaveDuplicates();
    }

    @Test
    void every_meter_of_ours_follows_prometheus_conventions() {
        assertThat(Catalogue.values())
                .filteredOn(entry -> entry.group() != Group.PROCESS)
                .allSatisfy(entry -> {
                    assertThat(entry.signature().name()).matches("understudy(\\.[a-z][a-z0-9]*)+");
                    assertThat(entry.signature().unit()).isIn("", "bytes", "seconds");
                    assertThat(entry.about()).isNotEmpty().doesNotEndWith(".");
                });
    }
}
