package dev.understudy.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Whatever the file says, the answer is a configuration or a list of problems. */
@Timeout(120)
class FuzzTest {
    private static final List<String> PIECES = List.of(
            "{", "}", "[", "]", ":", ": ", ",", "- ", "\n", "  ", "#", "&a ", "*a", "!", "!!x ", "|", ">", "'", "\"",
            "%", "@", "`", "<<: ", "? ", "~", "\t", "\0", "\uFEFF", "\uD800", "\u2028", "---\n", "...", "0x", "1e999",
            ".nan");
    private static final List<Object> VALUES = Arrays.asList(
            null,
            0,
            -1,
            1,
            100,
            100.5,
            1e300,
            Double.NaN,
            Long.MAX_VALUE,
            true,
            "",
            "x",
            "/",
            "user",
            "1s",
            "1KiB",
            "http://h:1",
            "127.0.0.1:1",
            "ranker-v1",
            List.of(),
            List.of("x"),
            List.of(Map.of()),
            Map.of(),
            Map.of("x", 1),
            "x".repeat(3000),
            "\u001b[31m");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void text_with_random_edits_is_read_or_refused(long seed) throws Exception {
        Random random = new Random(seed);
        List<String> examples = new ArrayList<>();
        for (Path file : Examples.all()) {
            examples.add(Files.readString(file));
        }
        int refused = 0;
        for (int round = 0; round < 150; round++) {
            String yaml = edited(examples.get(random.nextInt(examples.size())), random);

            List<Problem> problems = Yaml.found(yaml);

            assertThat(problems).allSatisfy(FuzzTest::isFitForATerminal);
            refused += problems.isEmpty() ? 0 : 1;
        }
        assertThat(refused).isGreaterThan(50);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void a_tree_with_random_values_is_refused_or_is_right_for_the_schema_and_written_out_the_same(long seed)
            throws Exception {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(ConfigSchema.text());
        ObjectMapper json = new ObjectMapper();
        String complete = Files.readString(Examples.COMPLETE);
        Random random = new Random(seed);
        int read = 0;
        for (int round = 0; round < 150; round++) {
            Object root = new Load(LoadSettings.builder().build()).loadFromString(complete);
            mutate(root, random);
            String document = json.writeValueAsString(root);

            List<Problem> problems = Yaml.found(document);

            assertThat(problems).allSatisfy(FuzzTest::isFitForATerminal);
            if (problems.isEmpty()) {
                read++;
                Config config = Yaml.parse(document);
                assertThat(Yaml.content(Yaml.parse(EffectiveConfig.yaml(config))))
                        .isEqualTo(Yaml.content(config));
                assertThat(schema.validate(document, InputFormat.JSON))
                        .as(document)
                        .isEmpty();
            }
        }
        assertThat(read).isBetween(10, 140);
    }

    private static void isFitForATerminal(Problem problem) {
        assertThat(problem.toString()).doesNotContainPattern("\\p{Cc}").hasSizeLessThan(600);
        assertThat(problem.line()).isGreaterThanOrEqualTo(0);
    }

    private static String edited(String text, Random random) {
        StringBuilder edited = new StringBuilder(text);
        for (int edits = 1 + random.nextInt(4); edits > 0 && edited.length() > 0; edits--) {
            int at = random.nextInt(edited.length());
            int end = Math.min(edited.length(), at + 1 + random.nextInt(12));
            String piece = PIECES.get(random.nextInt(PIECES.size()));
            switch (random.nextInt(6)) {
                case 0 -> edited.delete(at, end);
                case 1 -> edited.insert(at, piece);
                case 2 -> edited.replace(at, end, piece);
                case 3 -> edited.insert(at, edited.substring(at, end).repeat(1 + random.nextInt(20)));
                case 4 -> edited.setCharAt(at, (char) random.nextInt(Character.MAX_VALUE));
                default -> edited.setLength(random.nextInt(8) == 0 ? at : edited.length());
            }
        }
        return edited.toString();
    }

    /** Replaces, removes or adds one value somewhere in the tree. */
    private static void mutate(@Nullable Object node, Random random) {
        Object value = VALUES.get(random.nextInt(VALUES.size()));
        if (node instanceof List<?> list && !list.isEmpty()) {
            @SuppressWarnings("unchecked") // the parser made it of any values
            List<Object> elements = (List<Object>) list;
            int index = random.nextInt(elements.size());
            if (random.nextInt(4) > 0 && isInner(elements.get(index))) {
                mutate(elements.get(index), random);
            } else if (random.nextBoolean()) {
                elements.set(index, value);
            } else {
                elements.remove(index);
            }
        } else if (node instanceof Map<?, ?> map && !map.isEmpty()) {
            @SuppressWarnings("unchecked") // the parser made it of any values
            Map<Object, Object> entries = (Map<Object, Object>) map;
            Object key = List.copyOf(entries.keySet()).get(random.nextInt(entries.size()));
            if (random.nextInt(8) > 0 && isInner(entries.get(key))) {
                mutate(entries.get(key), random);
            } else if (random.nextInt(3) > 0) {
                entries.remove(key);
            } else {
                entries.put(key, value);
            }
        }
    }

    private static boolean isInner(@Nullable Object node) {
        return node instanceof List<?> || node instanceof Map<?, ?>;
    }
}
