package dev.understudy.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClicksTest {
    private static final Script.Question QUESTION = new Script.Question("sore feet", "boots/blisters", "tape");

    @Test
    void the_right_document_is_clicked_more_the_higher_it_stands() {
        assertThat(clicksOnBest(List.of("boots/blisters", "maps/lost", "tents/seasons")))
                .isGreaterThan(clicksOnBest(List.of("maps/lost", "tents/seasons", "boots/blisters")));
    }

    @Test
    void a_document_of_the_same_topic_is_clicked_more_than_one_of_another() {
        Clicks clicks = new Clicks(new Random(7));
        List<String> clicked = IntStream.range(0, 2_000)
                .boxed()
                .flatMap(round -> clicks
                        .on(
                                round % 2 == 0 ? List.of("boots/fit", "maps/lost") : List.of("maps/lost", "boots/fit"),
                                QUESTION)
                        .stream())
                .toList();

        assertThat(clicked.stream().filter("boots/fit"::equals).count())
                .isGreaterThan(3 * clicked.stream().filter("maps/lost"::equals).count());
    }

    @Test
    void nothing_is_clicked_twice_or_without_being_shown() {
        Clicks clicks = new Clicks(new Random(8));
        List<String> shown = List.of("boots/fit", "boots/blisters", "boots/resole");

        assertThat(IntStream.range(0, 500).mapToObj(round -> clicks.on(shown, QUESTION)))
                .allSatisfy(
                        clicked -> assertThat(clicked).doesNotHaveDuplicates().isSubsetOf(shown));
    }

    private static long clicksOnBest(List<String> shown) {
        Clicks clicks = new Clicks(new Random(6));
        return IntStream.range(0, 2_000)
                .filter(round -> clicks.on(shown, QUESTION).contains(QUESTION.best()))
                .count();
    }
}
