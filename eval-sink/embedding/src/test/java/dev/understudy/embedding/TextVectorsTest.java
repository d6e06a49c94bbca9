package dev.understudy.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The model itself, and what is done with what it says. */
class TextVectorsTest {
    private static MiniLm model;

    @BeforeAll
    static void theModel() throws IOException {
        model = MiniLm.load();
    }

    /** The example on sbert.net's first page about all-MiniLM-L6-v2. */
    @Test
    void cosines_are_those_that_the_models_authors_publish() {
        TextVectors vectors = vectors();
        String lovely = "The weather is lovely today.";
        String sunny = "It's so sunny outside!";
        String stadium = "He drove to the stadium.";

        assertThat(vectors.cosine(lovely, sunny)).isCloseTo(0.6660, within(0.001));
        assertThat(vectors.cosine(lovely, stadium)).isCloseTo(0.1046, within(0.001));
        assertThat(vectors.cosine(sunny, stadium)).isCloseTo(0.1411, within(0.001));
    }

    @Test
    void a_paraphrase_is_nearer_than_another_subject_whichever_comes_first() {
        TextVectors vectors = vectors();
        String answer = "The parcel arrives on Friday.";
        String paraphrase = "You will get your package at the end of the working week.";
        String other = "Photosynthesis turns light into sugar.";

        assertThat(vectors.cosine(answer, paraphrase)).isGreaterThan(vectors.cosine(answer, other) + 0.3);
        assertThat(vectors.cosine(paraphrase, answer)).isCloseTo(vectors.cosine(answer, paraphrase), within(1e-12));
        assertThat(vectors.cosine(answer, answer)).isEqualTo(1);
    }

    @Test
    void a_text_gives_the_same_vector_whoever_asks_and_however_many_do() throws Exception {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            texts.add("Answer number " + i + " speaks of parcels, of rain, and of " + "more and more ".repeat(i));
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Double>> calls = new ArrayList<>();
            texts.forEach(text -> calls.add(() -> vectors().cosine(text, "parcels")));
            List<Future<Double>> together = threads.invokeAll(calls);
            for (int i = 0; i < texts.size(); i++) {
                assertThat(together.get(i).get()).isEqualTo(vectors().cosine(texts.get(i), "parcels"));
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void each_text_is_computed_once_as_long_as_it_is_remembered() {
        TextVectors two = new TextVectors(model, 2, () -> 0);

        two.cosine("a bird", "a fish");
        two.cosine("a fish", "a bird");
        assertThat(two.work().computed()).isEqualTo(2);

        two.cosine("a fish", "a stone");
        two.cosine("a bird", "a stone");
        assertThat(two.work().computed()).isEqualTo(4);
    }

    @Test
    void blank_texts_are_like_each_other_only_and_are_counted() {
        TextVectors vectors = vectors();

        assertThat(vectors.cosine("", " \n")).isEqualTo(1);
        assertThat(vectors.cosine("", "a bird")).isZero();

        assertThat(vectors.work().blank()).isEqualTo(2);
        assertThat(vectors.work().computed()).isEqualTo(1);
    }

    @Test
    void a_text_longer_than_the_model_reads_counts_to_its_end_up_to_the_limit() {
        TextVectors vectors = vectors();
        String birds = "Birds fly south in autumn. ".repeat(150);
        String birdsThenCars = birds + "Cars need petrol or power. ".repeat(150);

        assertThat(vectors.cosine(birds, birdsThenCars)).isBetween(0.5, 0.95);
        assertThat(vectors.work().inParts()).isEqualTo(2);
        assertThat(vectors.work().cut()).isZero();

        String endless = "Birds fly south in autumn. ".repeat(TextVectors.CHARS_MAX / 27 + 1);
        assertThat(vectors.cosine(endless + "\uD83D\uDE00", endless)).isCloseTo(1, within(1e-6));
        assertThat(vectors.work().cut()).isEqualTo(2);
    }

    @Test
    void any_script_and_any_rubbish_has_a_vector() {
        TextVectors vectors = vectors();

        for (String text : List.of("日本語のテキスト".repeat(60), "😀".repeat(400), "{\"a\": [1, 2]}", "x".repeat(9000))) {
            assertThat(vectors.cosine(text, "a bird")).isBetween(-1.0, 0.9);
        }
        for (String nothing : List.of("\u0000\u0001", "\uD83D", "\u200B")) {
            assertThat(vectors.cosine(nothing, "a bird")).isZero();
        }
        assertThat(vectors.work().blank()).isEqualTo(3);
    }

    private static TextVectors vectors() {
        return new TextVectors(model, TextVectors.REMEMBERED_MAX, () -> 0);
    }
}
