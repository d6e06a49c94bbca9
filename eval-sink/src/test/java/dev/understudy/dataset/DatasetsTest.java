package dev.understudy.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.exchange.Question;
import dev.understudy.exchange.Reply;
import dev.understudy.exchange.SideBySide;
import dev.understudy.exchange.Sides;
import dev.understudy.log.PairFilter;
import dev.understudy.log.PairWriter;
import dev.understudy.pair.Body;
import dev.understudy.pair.Feedback;
import dev.understudy.pair.Pair;
import dev.understudy.pair.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetsTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");

    @TempDir
    Path data;

    /** 60 pairs: three slices, every fourth disagrees, every tenth got a thumb down, two are the same question. */
    @BeforeEach
    void given_pairs() throws IOException {
        try (PairWriter writer = PairWriter.open(data, "import")) {
            for (int i = 0; i < 60; i++) {
                String topic = List.of("tents", "boots", "maps").get(i % 3);
                Question question = Question.of(
                                i >= 58
                                        ? "Exactly the same question about tents"
                                        : "Question " + i * 7919 + " on " + topic)
                        .category(topic)
                        .reference(i % 5 == 0 ? "yes" : null);
                writer.add(new SideBySide(
                                Integer.toString(i),
                                "qa:" + i,
                                "qa",
                                Sides.NOON.plusSeconds(i),
                                question,
                                Reply.of("old", "yes"),
                                Reply.of("new", i % 4 == 0 ? "no" : "yes"),
                                null,
                                SideBySide.Said.NOTHING)
                        .toPair(i));
                if (i % 10 == 0) {
                    writer.add(new Feedback("qa:" + i, "thumb", null, null, -1.0, "thumb" + i, Sides.NOON));
                }
            }
        }
    }

    private static Pair pair(int number, String topic) {
        return new SideBySide(
                        Integer.toString(number),
                        "qa:" + number,
                        "qa",
                        Sides.NOON.plusSeconds(number),
                        Question.of("Question " + number * 7919 + " on " + topic)
                                .category(topic)
                                .reference(null),
                        Reply.of("old", "yes"),
                        Reply.of("new", "no"),
                        null,
                        SideBySide.Said.NOTHING)
                .toPair(number);
    }

    @Test
    void the_same_pairs_and_seed_are_the_same_version_and_another_seed_is_not() throws IOException {
        Snapshot first = save(draw(Drawing.Way.RANDOM, 20, 1));
        Snapshot again = save(draw(Drawing.Way.RANDOM, 20, 1));
        Snapshot other = save(draw(Drawing.Way.RANDOM, 20, 2));

        assertThat(again).isEqualTo(first);
        assertThat(first.cases()).isEqualTo(20);
        assertThat(other.version()).isNotEqualTo(first.version());
        assertThat(Datasets.of(data).list()).hasSize(2);
    }

    @Test
    void each_slice_gets_an_equal_share() throws IOException {
        Drawing.Drawn drawn = draw(Drawing.Way.SLICE, 30, 1);

        for (String topic : List.of("tents", "boots", "maps")) {
            assertThat(drawn.cases())
                    .filteredOn(one -> topic.equals(one.category()))
                    .hasSize(10);
        }
    }

    @Test
    void no_slice_goes_without_for_standing_first_and_none_that_is_short_leaves_places_empty() throws IOException {
        assertThat(draw(Drawing.Way.SLICE, 2, 1).cases())
                .extracting(Case::category)
                .doesNotHaveDuplicates()
                .hasSize(2);
        Set<String> first = new HashSet<>();
        for (long seed = 0; seed < 20; seed++) {
            draw(Drawing.Way.SLICE, 1, seed).cases().forEach(one -> first.add(one.category()));
        }
        assertThat(first).containsExactlyInAnyOrder("tents", "boots", "maps");
        try (PairWriter writer = PairWriter.open(data, "import")) {
            writer.add(pair(100, "axes"));
        }

        assertThat(draw(Drawing.Way.SLICE, 40, 1).cases())
                .hasSize(40)
                .extracting(Case::category)
                .contains("axes");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void what_is_kept_of_many_groups_is_bounded_and_has_no_order(long seed) {
        List<String> all = new ArrayList<>();
        for (int group = 0; group < 50; group++) {
            for (int i = 0; i <= group * 3; i++) {
                all.add("g" + group + "/" + i);
            }
        }
        Strata<String> ordered = new Strata<>("1", 120);
        all.forEach(one -> ordered.add(one.substring(0, one.indexOf('/')), one, one));
        Collections.shuffle(all, new Random(seed));
        Strata<String> shuffled = new Strata<>("1", 120);
        for (String one : all) {
            shuffled.add(one.substring(0, one.indexOf('/')), one, one);
            assertThat(shuffled.size()).isLessThanOrEqualTo(120);
        }

        assertThat(shuffled.byLot()).isEqualTo(ordered.byLot()).hasSize(50);
        assertThat(shuffled.byLot()).allSatisfy(group -> assertThat(group).hasSizeBetween(1, 3));
        Strata<String> narrow = new Strata<>("1", 20);
        all.forEach(one -> narrow.add(one.substring(0, one.indexOf('/')), one, one));
        assertThat(narrow.byLot()).hasSize(20);
    }

    @Test
    void only_pairs_of_interest_are_drawn() throws IOException {
        assertThat(draw(Drawing.Way.DISAGREEMENT, 50, 1).eligible()).isEqualTo(15);
        assertThat(draw(Drawing.Way.THUMBS_DOWN, 50, 1).cases())
                .extracting(Case::id)
                .containsExactlyInAnyOrder("qa:0", "qa:10", "qa:20", "qa:30", "qa:40", "qa:50");
    }

    @Test
    void near_duplicates_are_one_case() throws IOException {
        Drawing.Drawn drawn = draw(Drawing.Way.RANDOM, 60, 1);

        assertThat(drawn.alike()).isPositive();
        assertThat(drawn.cases())
                .filteredOn(one -> one.question().contains("Exactly the same"))
                .hasSize(1);
    }

    @Test
    void what_is_asked_by_the_path_alone_is_told_apart() throws IOException {
        List<String> queries = List.of("light tents for two", "boots for wet rock", "boots for wet rock");
        try (PairWriter writer = PairWriter.open(data, "gw")) {
            for (int i = 0; i < queries.size(); i++) {
                writer.add(asked("/search?q=" + queries.get(i).replace(' ', '+'), "get" + i));
            }
        }

        Drawing.Drawn drawn = new Drawing(Drawing.Way.RANDOM, 10, 1, 0.9, Set.of(), Set.of(), "")
                .draw(data, new PairFilter("search", null, null));

        assertThat(drawn.cases())
                .extracting(Case::question)
                .containsExactlyInAnyOrder("/search?q=light+tents+for+two\n", "/search?q=boots+for+wet+rock\n");
    }

    private static Pair asked(String path, String id) {
        return new Pair(
                id,
                NOW,
                "gw",
                1,
                "search",
                "revision",
                "shadow",
                null,
                "old",
                "old",
                1,
                1,
                new Request("GET", path, Map.of(), Body.EMPTY),
                List.of(),
                null,
                List.of());
    }

    @Test
    void texts_that_are_nearly_the_same_are_told_from_others() {
        MinHash seen = new MinHash(0.7);
        String text =
                "How do I put up a tent for two persons in strong wind near the sea, and which pegs hold in sand?";

        assertThat(seen.add(text)).isTrue();
        assertThat(seen.add(text.replace("strong", "stronger"))).isFalse();
        assertThat(seen.add("Which boots are best for wet rock in autumn, and how do I look after their leather?"))
                .isTrue();
        assertThat(seen.add("")).isTrue();
        assertThat(seen.add(" ")).isFalse();
        MinHash never = new MinHash(2);
        never.add("a");
        assertThat(never.add("a")).isTrue();
    }

    @Test
    void a_canary_goes_in_whatever_is_drawn_when_its_answer_is_known() throws IOException {
        Drawing drawing =
                new Drawing(Drawing.Way.RANDOM, 5, 1, 2, Set.of(), Set.of("qa:5", "qa:7"), "must always be right");

        Drawing.Drawn drawn = drawing.draw(data, PairFilter.ALL);

        assertThat(drawn.cases())
                .filteredOn(one -> one.kind() == Case.Kind.CANARY)
                .singleElement()
                .satisfies(canary -> {
                    assertThat(canary.id()).isEqualTo("qa:5");
                    assertThat(canary.expected()).isEqualTo("yes");
                    assertThat(canary.note()).isEqualTo("must always be right");
                });
        assertThat(drawn.cases()).hasSize(5);
    }

    @Test
    void a_retired_case_stays_in_its_versions_and_is_drawn_no_more() throws IOException {
        Datasets datasets = Datasets.of(data);
        Snapshot saved = save(draw(Drawing.Way.THUMBS_DOWN, 50, 1));

        datasets.retire("golden", "qa:10", "the shop is gone", NOW);

        assertThat(datasets.read("golden", saved.version()).cases())
                .extracting(Case::id)
                .contains("qa:10");
        assertThat(datasets.retired("golden").get("qa:10"))
                .isEqualTo(new Datasets.Retired("qa:10", "the shop is gone", NOW));
        assertThat(draw(Drawing.Way.THUMBS_DOWN, 50, 1).cases())
                .extracting(Case::id)
                .doesNotContain("qa:10");
        assertThatThrownBy(() -> datasets.retire("golden", "qa:none", "x", NOW))
                .hasMessageContaining("is in no version of golden");
    }

    @Test
    void a_version_that_somebody_changed_is_refused() throws IOException {
        Snapshot saved = save(draw(Drawing.Way.THUMBS_DOWN, 50, 1));
        Path file = data.resolve("datasets/golden").resolve(saved.version() + ".jsonl");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(file, Files.readString(file).replace("drawn by", "changed by"));

        assertThatThrownBy(() -> Datasets.of(data).read("golden", "latest"))
                .hasMessageContaining("its cases are not those it was written with");
    }

    @Test
    void a_version_is_found_by_its_first_digits_and_one_that_is_not_there_is_said() throws IOException {
        Snapshot saved = save(draw(Drawing.Way.RANDOM, 10, 1));
        Datasets datasets = Datasets.of(data);

        assertThat(datasets.read("golden", saved.version().substring(0, 6)).snapshot())
                .isEqualTo(saved);
        assertThatThrownBy(() -> datasets.read("golden", "zzz")).hasMessageContaining("golden:zzz: 0 versions");
        assertThatThrownBy(() -> datasets.read("../etc", "latest")).hasMessageContaining("../etc:latest: 0 versions");
    }

    @Test
    void more_cases_than_can_be_held_are_refused() {
        assertThatThrownBy(() -> new Drawing(Drawing.Way.RANDOM, 50_001, 1, 1, Set.of(), Set.of(), ""))
                .hasMessage("limit: 50001 (expected: 1..50000)");
    }

    private Drawing.Drawn draw(Drawing.Way way, int limit, long seed) throws IOException {
        return new Drawing(
                        way,
                        limit,
                        seed,
                        0.9,
                        Datasets.of(data).retired("golden").keySet(),
                        Set.of(),
                        "")
                .draw(data, PairFilter.ALL);
    }

    private Snapshot save(Drawing.Drawn drawn) throws IOException {
        return Datasets.of(data).save("golden", drawn.cases(), "test", 1, "", NOW);
    }
}
