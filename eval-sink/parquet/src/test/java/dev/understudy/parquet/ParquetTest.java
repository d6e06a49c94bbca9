package dev.understudy.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.exchange.LakeExport;
import dev.understudy.exchange.LakeFormat;
import dev.understudy.exchange.LakeFormats;
import dev.understudy.exchange.LakeImport;
import dev.understudy.log.FeedbackIndex;
import dev.understudy.log.PairFilter;
import dev.understudy.log.PairLog;
import dev.understudy.log.PairWriter;
import dev.understudy.pair.Feedback;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Pair;
import dev.understudy.pair.PairCodec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that DuckDB wrote, read by DuckDB's SQL and by us. */
class ParquetTest {
    private static final LakeFormat PARQUET = LakeFormats.find("parquet").orElseThrow();

    @TempDir
    Path directory;

    private Path data;
    private final List<String> complaints = new ArrayList<>();

    @BeforeEach
    void aDataDirectory() {
        data = directory.resolve("data");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pairs.parquet", "lake"})
    void what_was_exported_comes_back_equal(String out) throws IOException {
        Samples samples = new Samples(7);
        try (PairWriter writer = PairWriter.open(data, "gw")) {
            for (int i = 0; i < 500; i++) {
                writer.add(samples.next(i));
            }
        }

        LakeExport.Result written = export(directory.resolve(out));
        LakeImport.Result read =
                LakeImport.read(PARQUET, directory.resolve(out), directory.resolve("back"), complaints::add);

        assertThat(complaints).isEmpty();
        assertThat(written.pairs()).isEqualTo(500);
        assertThat(read).isEqualTo(new LakeImport.Result(500, 0));
        assertThat(lines(directory.resolve("back"))).isEqualTo(lines(data));
    }

    @Test
    void feedback_that_came_later_goes_along() throws IOException {
        try (PairWriter writer = PairWriter.open(data, "gw")) {
            writer.add(Samples.pair("a", "search", Samples.NOON, List.of()));
            writer.add(new Feedback("a", "label", null, "cat", null, "e", Samples.NOON.plusSeconds(60)));
        }
        Path file = directory.resolve("pairs.parquet");

        export(file);

        assertThat(query("SELECT feedback[1].label, feedback[1].\"time\" - \"time\" FROM " + from(file)))
                .containsExactly("cat|00:01:00");
        LakeImport.read(PARQUET, file, directory.resolve("back"), complaints::add);
        assertThat(lines(directory.resolve("back"))).singleElement().asString().contains("\"label\":\"cat\"");
    }

    @Test
    void columns_have_the_types_that_are_promised_whatever_rows_there_are() throws IOException {
        String promised = promised();
        try (PairWriter writer = PairWriter.open(data, "gw")) {
            writer.add(Samples.pair("a", "7", Samples.NOON, List.of()));
        }
        Path one = directory.resolve("one.parquet");
        export(one);
        Path many = directory.resolve("many");
        export(many);
        Path none = directory.resolve("none.parquet");
        export(none, new PairFilter("nothing", null, null));

        assertThat(describe(from(one))).isEqualTo(promised);
        assertThat(describe(from(none))).isEqualTo(promised);
        assertThat(describe(from(many.resolve("route=7/day=2026-11-22/pairs-0.parquet"))))
                .isEqualTo(promised);
        assertThat(query("SELECT count(*) FROM " + from(none))).containsExactly("0");
    }

    /** So that a field that is new in the record cannot be forgotten here. */
    @Test
    void every_field_of_the_record_has_a_column() throws IOException {
        JsonNode schema;
        try (InputStream in = Pair.class.getResourceAsStream("pair.schema.json")) {
            schema = new ObjectMapper().readTree(in);
        }
        Path file = directory.resolve("none.parquet");
        Files.createDirectories(data.resolve("pairs"));
        export(file);

        Set<String> fields = new TreeSet<>();
        schema.path("properties").properties().forEach(field -> names(field.getKey(), field.getValue(), fields));
        Set<String> columns = new TreeSet<>();
        Pattern.compile("[A-Za-z0-9]+")
                .matcher(describe(from(file)))
                .results()
                .forEach(word -> columns.add(word.group()));

        assertThat(fields).contains("firstTokenMs", "bodyOmitted", "currency", "eventId", "degraded");
        assertThat(columns).containsAll(fields);
    }

    @Test
    void legs_are_lists_that_sql_can_ask() throws IOException {
        try (PairWriter writer = PairWriter.open(data, "gw")) {
            for (int i = 0; i < 10; i++) {
                writer.add(Samples.pair(
                        "p" + i,
                        "search",
                        Samples.NOON.plusSeconds(i),
                        List.of(
                                Samples.leg(Leg.Role.LEGACY, "old", "{\"class\": \"a\"}", 10),
                                Samples.leg(Leg.Role.CANDIDATE, "new", "{\"class\": \"b\"}", 20 + i))));
            }
        }
        Path lake = directory.resolve("lake");

        export(lake);

        String all = "read_parquet('" + lake + "/**/*.parquet', hive_partitioning = true)";
        assertThat(query("SELECT leg.model, count(*), median(leg.times.lastByteMs), sum(leg.tokens.output) FROM (SELECT"
                        + " unnest(legs) AS leg FROM " + all + ") GROUP BY ALL ORDER BY 1"))
                .containsExactly("new|10|24.5|70", "old|10|10.0|70");
        assertThat(query("SELECT count(*) FROM " + all + " WHERE \"time\" >= TIMESTAMP '2026-11-22 12:00:05'"
                        + " AND legs[2].headers['x-tier'] = 'canary' AND legs[1].body->>'class' = 'a'"))
                .containsExactly("5");
    }

    @Test
    void a_directory_is_by_route_and_day_and_names_of_routes_stay_text() throws IOException {
        try (PairWriter writer = PairWriter.open(data, "gw")) {
            writer.add(Samples.pair("a", "7", Samples.NOON, List.of()));
            writer.add(Samples.pair("b", "7", Samples.NOON.plusSeconds(86_400), List.of()));
            writer.add(Samples.pair("c", "../x", Samples.NOON, List.of()));
        }
        Path lake = directory.resolve("lake");

        export(lake);

        try (Stream<Path> files = Files.walk(lake)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> lake.relativize(file).toString()))
                    .containsExactlyInAnyOrder(
                            "route=7/day=2026-11-22/pairs-0.parquet",
                            "route=7/day=2026-11-23/pairs-0.parquet",
                            "route=..%2Fx/day=2026-11-22/pairs-0.parquet");
        }
        assertThat(query("SELECT id, route, \"day\" FROM read_parquet('" + lake + "/**/*.parquet') ORDER BY id"))
                .containsExactly("a|7|2026-11-22", "b|7|2026-11-23", "c|../x|2026-11-22");
        LakeImport.read(PARQUET, lake, directory.resolve("back"), complaints::add);
        assertThat(lines(directory.resolve("back"))).isEqualTo(lines(data));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pairs.parquet", "lake"})
    void bodies_larger_than_the_memory_are_written_and_read_all_the_same(String out) throws IOException {
        String megabytes = "0123456789abcdef".repeat(1 << 17);
        try (PairWriter writer = PairWriter.open(data, "gw")) {
            for (int i = 0; i < 150; i++) {
                writer.add(Samples.pair(
                        "p" + i,
                        "search",
                        Samples.NOON,
                        List.of(Samples.leg(Leg.Role.LEGACY, "old", megabytes + i, 1))));
            }
        }
        Path target = directory.resolve(out);
        NativeMemory little = NativeMemory.of("256MB");

        try (LakeFormat.Export export = ParquetExport.begin(target, out.endsWith(".parquet"), "test", little)) {
            LakeExport.write(data, PairFilter.ALL, Long.MAX_VALUE, export);
        }

        List<Integer> lengths = new ArrayList<>();
        Path file = out.equals("lake") ? target.resolve("route=search/day=2026-11-22/pairs-0.parquet") : target;
        new ParquetFile(file, little).read(new LakeFormat.Rows() {
            @Override
            public void pair(byte[] line) {
                lengths.add(line.length);
            }

            @Override
            public void bad(String place, String why) {
                complaints.add(why);
            }
        });
        assertThat(complaints).isEmpty();
        assertThat(lengths).hasSize(150).allMatch(length -> length > 1 << 21);
    }

    @Test
    void an_export_that_fails_leaves_what_was_there_and_nothing_else() throws IOException {
        Path file = Files.writeString(directory.resolve("pairs.parquet"), "before");
        Path full = Files.createDirectories(directory.resolve("full"));
        Files.writeString(full.resolve("x"), "");

        assertThatThrownBy(() -> export(file)).hasMessageContaining("no such directory");
        assertThatThrownBy(() -> export(full))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("full: not empty (expected: a new directory, or FILE.parquet)");

        assertThat(file).hasContent("before");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactlyInAnyOrder(file, full);
        }
    }

    @Test
    void a_file_that_was_there_is_replaced_and_names_with_patterns_are_names() throws IOException {
        try (PairWriter writer = PairWriter.open(data, "gw")) {
            writer.add(Samples.pair("a", "search", Samples.NOON, List.of()));
        }
        Path odd = Files.createDirectories(directory.resolve("it's [1]*"));
        Path file = Files.writeString(odd.resolve("p?.parquet"), "before");

        export(file);
        LakeImport.Result read = LakeImport.read(PARQUET, file, directory.resolve("back"), complaints::add);

        assertThat(complaints).isEmpty();
        assertThat(read.pairs()).isEqualTo(1);
        try (Stream<Path> files = Files.list(odd)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void files_and_rows_that_are_no_pairs_are_named_and_the_rest_comes_in() throws IOException {
        try (PairWriter writer = PairWriter.open(data, "gw")) {
            writer.add(Samples.pair("a", "search", Samples.NOON, List.of()));
            writer.add(Samples.pair("b", "search", Samples.NOON, List.of()));
        }
        Path lake = Files.createDirectories(directory.resolve("lake"));
        export(directory.resolve("good.parquet"));
        Files.writeString(lake.resolve("1.parquet"), "PAR1 it is not");
        Files.writeString(lake.resolve("_2.parquet"), "hidden");
        try (DuckSession duck = DuckSession.reading(NativeMemory.DEFAULT)) {
            duck.execute("COPY (SELECT 1 AS id) TO '" + lake + "/3.parquet' (FORMAT parquet)");
            duck.execute("COPY (SELECT * REPLACE (CASE id WHEN 'a' THEN NULL ELSE assigned END AS assigned) FROM "
                    + from(directory.resolve("good.parquet")) + " ORDER BY id) TO '" + lake
                    + "/4.parquet' (FORMAT parquet)");
            duck.execute("COPY (SELECT * REPLACE ('x' AS time) FROM " + from(directory.resolve("good.parquet"))
                    + ") TO '" + lake + "/5.parquet' (FORMAT parquet)");
            duck.execute("COPY (SELECT * FROM " + from(directory.resolve("good.parquet")) + " WHERE id = 'a') TO '"
                    + lake + "/6.parquet' (FORMAT parquet)");
        }

        LakeImport.Result read = LakeImport.read(PARQUET, lake, directory.resolve("back"), complaints::add);

        assertThat(read).isEqualTo(new LakeImport.Result(2, 4));
        assertThat(complaints.get(0)).startsWith("1.parquet: DuckDB: ");
        assertThat(complaints.get(1)).startsWith("3.parquet: no column schemaVersion, time, ");
        assertThat(complaints.get(2)).isEqualTo("4.parquet row 1: assigned: missing (expected: a value)");
        assertThat(complaints.get(3)).startsWith("5.parquet after row 0: DuckDB: ");
    }

    private LakeExport.Result export(Path out) throws IOException {
        return export(out, PairFilter.ALL);
    }

    private LakeExport.Result export(Path out, PairFilter filter) throws IOException {
        try (LakeFormat.Export export = PARQUET.export(out, "test")) {
            return LakeExport.write(data, filter, Long.MAX_VALUE, export);
        }
    }

    /** With their feedback, sorted. */
    private static List<String> lines(Path data) throws IOException {
        PairLog log = PairLog.at(data);
        FeedbackIndex feedback = FeedbackIndex.of(log);
        List<String> lines = new ArrayList<>();
        log.forEach(
                PairFilter.ALL,
                pair -> lines.add(new String(PairCodec.encode(feedback.join(pair)), StandardCharsets.UTF_8)));
        lines.sort(null);
        return lines;
    }

    private static String from(Path file) {
        return "read_parquet(" + Sql.source(file) + ", hive_partitioning = false)";
    }

    private static String describe(String source) throws IOException {
        return String.join("\n", query("SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM " + source + ")"));
    }

    private static List<String> query(String sql) throws IOException {
        List<String> rows = new ArrayList<>();
        try (DuckSession duck = DuckSession.reading(NativeMemory.DEFAULT)) {
            duck.query(sql, row -> {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    cells.add(row.getString(i));
                }
                rows.add(String.join("|", cells));
            });
        }
        return rows;
    }

    private static String promised() throws IOException {
        try (InputStream in = Objects.requireNonNull(ParquetTest.class.getResourceAsStream("columns.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    private static void names(String name, JsonNode schema, Set<String> names) {
        names.add(name);
        schema.path("properties").properties().forEach(field -> names(field.getKey(), field.getValue(), names));
        schema.path("items")
                .path("properties")
                .properties()
                .forEach(field -> names(field.getKey(), field.getValue(), names));
    }
}
