package dev.understudy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.compare.Filter;
import dev.understudy.compare.Report;
import dev.understudy.compare.Reports;
import dev.understudy.judge.Opinions;
import dev.understudy.log.PairWriter;
import dev.understudy.report.ReportHtml;
import dev.understudy.report.ReportJson;
import dev.understudy.report.ReportMarkdown;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindingsInReportTest {
    @TempDir
    Path data;

    @Test
    void what_judges_and_people_say_stands_in_every_form_of_the_report() throws Exception {
        SideBySide full = Sides.full();
        try (PairWriter writer = PairWriter.open(data, "import");
                Opinions.Intake intake = Opinions.of(data).intake(Sides.NOON)) {
            writer.add(full.toPair(1));
            intake.add(full.said().judgments().get(0));
            intake.add(full.said().votes().get(0));
        }

        Report report = Reports.compute(data, Optional.empty(), Filter.ALL, 1, 1);

        JsonNode route = new ObjectMapper()
                .readTree(ReportJson.write(report))
                .path("routes")
                .path(0);
        assertThat(route.path("judges").path(0).path("judge").asText()).isEqualTo("strict");
        assertThat(route.path("judges").path(0).path("wins").asInt()).isEqualTo(1);
        assertThat(route.path("judges").path(0).path("human").path("agreement").asDouble())
                .isEqualTo(1);
        assertThat(route.path("judges").path(0).path("admission").asText()).isEqualTo("none");
        assertThat(route.path("people").path("candidateErrors").isEmpty()).isTrue();
        assertThat(route.path("people")
                        .path("legacyErrors")
                        .path("wrong weight")
                        .asInt())
                .isEqualTo(1);
        assertThat(ReportHtml.write(report, Optional.empty()))
                .contains("Judges and people", "<h4>Judge strict</h4>", "candidate better 1, tie 0, legacy better 0");
        assertThat(ReportMarkdown.write(report))
                .contains("Judge strict: judged 1 pair (candidate better 1", "People: votes 1 (of 1 person on 1 pair;");
    }
}
