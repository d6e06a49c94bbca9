package dev.understudy.compare.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedWordsTest {
    private static final List<String> PIECES = List.of(
            "a", "an", "the", "The", "AN", "b", "Cat", "x9", "3", "14", "é", "É", "straße", "ΣΟΦΟΣ", "İ", "don", "東",
            "タ", "🙂", "ก", "\u0301", "_", "'", "’", ".", ",", "-", "—", "!", "(", "\u0001", "\u007f", " ", " ", " ",
            "\n", "\t", "\u001f", "\u0085", "\u00a0", "\u3000", "\ud83d");

    /** A word is known by its hash alone. */
    @Test
    void all_words_of_up_to_four_letters_and_digits_have_hashes_of_their_own() {
        String signs = "abcdefghijklmnopqrstuvwxyz0123456789";
        long[] shorter = {Tokens.start()};
        long[] all = {};
        for (int length = 1; length <= 4; length++) {
            long[] words = new long[shorter.length * signs.length()];
            for (int i = 0; i < words.length; i++) {
                words[i] = Tokens.plus(shorter[i / signs.length()], signs.charAt(i % signs.length()));
            }
            all = LongStream.concat(Arrays.stream(all), Arrays.stream(words)).toArray();
            shorter = words;
        }

        assertThat(all).hasSize(36 + 36 * 36 + 36 * 36 * 36 + 36 * 36 * 36 * 36);
        Arrays.sort(all);
        long[] sorted = all;
        assertThat(IntStream.range(1, sorted.length).filter(i -> sorted[i] == sorted[i - 1]))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void splitting_in_one_pass_finds_the_words_of_each_tokenizer(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 500; round++) {
            String text = text(random, random.nextInt(60));
            char[] lower = text.toLowerCase(Locale.ROOT).toCharArray();
            TokenList unicode = new TokenList(0);
            TokenList squad = new TokenList(0);
            TokenList rouge = new TokenList(0);
            Tokens.unicode(lower, unicode);
            Tokens.squad(lower, squad);
            Tokens.rouge(lower, rouge);

            Words words = new Words(text);

            assertThat(words.unicode()).as(text).isEqualTo(unicode.toArray());
            assertThat(words.squad()).as(text).isEqualTo(squad.toArray());
            assertThat(words.rouge()).as(text).isEqualTo(rouge.toArray());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shared_runs_are_those_of_two_multisets_of_runs(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 100; round++) {
            long[] left =
                    random.longs(random.nextInt(40), 0, 1 + random.nextInt(12)).toArray();
            long[] right =
                    random.longs(random.nextInt(40), 0, 1 + random.nextInt(12)).toArray();

            int[] shared = SharedRuns.of(left, right, 6);

            for (int size = 1; size <= 6; size++) {
                assertThat(shared[size - 1]).isEqualTo(counted(runs(left, size), runs(right, size)));
            }
            assertThat(SharedRuns.symbols(left, right)).isEqualTo(shared[0]);
        }
    }

    @Test
    void words_beyond_the_limit_are_left_out() {
        String word = "word ";
        Words words = new Words(word.repeat(TokenList.MAX + 100));

        assertThat(words.unicode()).hasSize(TokenList.MAX);
        assertThat(words.squad()).hasSize(TokenList.MAX);
        assertThat(words.rouge()).hasSize(TokenList.MAX);
        assertThat(words.characters()).hasSize(TokenList.MAX);
    }

    @Test
    void long_texts_and_short_ones_take_turns() {
        String shortText = "one two three";
        String longText = PIECES.stream().collect(Collectors.joining(" ")).repeat(400);
        for (int turn = 0; turn < 3; turn++) {
            TextOverlap same = new TextOverlap(new Words(longText), new Words(longText));
            TextOverlap other = new TextOverlap(new Words(shortText), new Words("one two four"));

            assertThat(same.rougeL()).isEqualTo(1);
            assertThat(same.chrf()).isEqualTo(1, within(1e-12));
            assertThat(same.characterDistance()).isZero();
            assertThat(other.rouge(2)).isEqualTo(0.5);
            assertThat(other.rougeL()).isEqualTo(2 / 3.0);
        }
    }

    private static String text(SplittableRandom random, int pieces) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pieces; i++) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    private static List<List<Long>> runs(long[] symbols, int size) {
        List<List<Long>> runs = new ArrayList<>();
        for (int i = 0; i + size <= symbols.length; i++) {
            runs.add(Arrays.stream(symbols, i, i + size).boxed().toList());
        }
        return runs;
    }

    private static int counted(List<List<Long>> left, List<List<Long>> right) {
        Map<List<Long>, Integer> counts = new HashMap<>();
        left.forEach(run -> counts.merge(run, 1, Integer::sum));
        int shared = 0;
        for (List<Long> run : right) {
            int there = counts.getOrDefault(run, 0);
            if (there > 0) {
                counts.put(run, there - 1);
                shared++;
            }
        }
        return shared;
    }
}
