package dev.understudy.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(ConfigSchema.text());

    static List<Path> files() throws IOException {
        return Examples.all();
    }

    @ParameterizedTest
    @MethodSource("files")
    void every_example_loads(Path file) throws Exception {
        assertThat(ConfigLoader.load(file).routes()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void every_example_satisfies_the_schema(Path file) throws IOException {
        assertThat(SCHEMA.validate(Files.readString(file), InputFormat.YAML)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void every_example_tells_editors_where_the_schema_is(Path file) throws IOException {
        String first = Files.readAllLines(file).get(0);

        assertThat(first).startsWith("# yaml-language-server: $schema=");
        Path schema = file.resolveSibling(first.substring(first.indexOf('=') + 1));
        assertThat(Files.readString(schema)).isEqualTo(ConfigSchema.text());
    }

    @ParameterizedTest
    @MethodSource("files")
    void every_example_written_out_reads_as_the_same_and_satisfies_the_schema(Path file) throws Exception {
        Config config = ConfigLoader.load(file);

        String written = EffectiveConfig.yaml(config);

        assertThat(Yaml.content(ConfigLoader.parse("written", written))).isEqualTo(Yaml.content(config));
        assertThat(SCHEMA.validate(written, InputFormat.YAML)).isEmpty();
    }

    @Test
    void there_is_an_example_for_every_strategy() throws Exception {
        for (String strategy : List.of("ab", "canary", "interleave", "shadow")) {
            Config config = ConfigLoader.load(Path.of("examples", strategy + ".yaml"));

            assertThat(config.routes().get(0).experiment().strategy()).isEqualTo(strategy);
        }
    }

    static Stream<String> wrongForTheSchemaToo() {
        return Stream.of(
                Yaml.ROUTE.replace("model: a", "model: a, shadow: {}"),
                Yaml.ROUTE.replace("model: a", "ab: {arms: [{model: a, weight: 100}]}"),
                Yaml.ROUTE.replace("model: a", "ab: {arms: [{model: a}, {model: b, weight: 1}]}"),
                Yaml.ROUTE.replace("model: a", "canary: {legacy: a, candidate: b, steps: [{analysis: x}]}"),
                Yaml.ROUTE.replace("prefix: /", "prefix: x"),
                Yaml.ROUTE.replace("reveal: false", "reveal: 1"));
    }

    @ParameterizedTest
    @MethodSource("wrongForTheSchemaToo")
    void what_the_schema_can_refuse_it_refuses(String route) {
        assertThat(SCHEMA.validate(Yaml.withRoute(route), InputFormat.YAML)).isNotEmpty();
        assertThat(Yaml.problems(Yaml.withRoute(route))).isNotEmpty();
    }
}
