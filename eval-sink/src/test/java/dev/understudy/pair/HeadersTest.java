package dev.understudy.pair;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HeadersTest {
    @ParameterizedTest
    @MethodSource("seeds")
    void they_are_the_map_that_was_copied_in_the_order_of_names(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, String> map = new HashMap<>();
        for (int i = random.nextInt(20); i > 0; i--) {
            map.put("name-" + random.nextInt(30), "value-" + i);
        }

        Headers headers = Headers.copyOf(map);

        assertThat(headers).isEqualTo(map).hasSameHashCodeAs(map);
        assertThat(List.copyOf(headers.keySet())).isSorted();
        assertThat(headers.get("name-7")).isEqualTo(map.get("name-7"));
        assertThat(headers.containsKey("name-8")).isEqualTo(map.containsKey("name-8"));
        assertThat(Headers.copyOf(headers)).isSameAs(headers);
    }

    @Test
    void values_of_one_name_are_joined_in_the_order_in_which_they_came() {
        String[] names = new String[4];
        String[] values = new String[4];
        int size = Headers.add(names, values, 0, "via", "a");
        size = Headers.add(names, values, size, "accept", "x");
        size = Headers.add(names, values, size, "via", "b");

        assertThat(Headers.of(names, values, size)).isEqualTo(Map.of("accept", "x", "via", "a, b"));
    }

    static LongStream seeds() {
        return LongStream.range(0, 30);
    }
}
