package dev.understudy.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.judge.Findings;
import dev.understudy.judge.PeopleResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FindingsSectionTest {
    private static final String FURTHER = "Further ones are in the JSON report.";

    @Test
    void the_errors_that_were_named_most_stand_first() {
        Map<String, Long> legacy = new TreeMap<>();
        IntStream.range(10, 35).forEach(i -> legacy.put("error " + i, 1L));

        String html = html(0, legacy, Map.of("error 34", 7L, "error 33", 8L));

        assertThat(html)
                .containsSubsequence(
                        "error 33", "error 34", "error 10", "error 27", "further kinds are in the JSON report")
                .doesNotContain("error 28");
    }

    @Test
    void as_many_people_as_there_is_room_for_are_all() {
        assertThat(html(20, Map.of(), Map.of())).contains("a19 and b").doesNotContain(FURTHER);
        assertThat(html(21, Map.of(), Map.of())).contains("a19 and b", FURTHER).doesNotContain("a20 and b");
    }

    private static String html(int two, Map<String, Long> legacyErrors, Map<String, Long> candidateErrors) {
        PeopleResult people = new PeopleResult(
                1,
                2,
                2,
                1,
                0,
                0,
                1.0,
                1,
                1,
                null,
                IntStream.range(0, two)
                        .mapToObj(i -> new PeopleResult.Two("a" + i, "b", 1, 1, null))
                        .toList(),
                0,
                Map.of(),
                0,
                List.of(),
                legacyErrors,
                candidateErrors);
        Html html = new Html();
        new FindingsSection(html).write(new Findings(List.of(), Optional.of(people)));
        return html.document();
    }
}
