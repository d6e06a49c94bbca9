package dev.understudy.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.compare.Verdict;
import dev.understudy.config.ConfigLoader;
import dev.understudy.gateway.observe.Catalogue;
import dev.understudy.gateway.observe.MetricsPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import picocli.CommandLine;

/** What pages for people name is there: commands and options, keys, meters, files; and what is there stands on one. */
class PagesTest {
    private static final CommandLine UNDERSTUDY =
            Understudy.commandLine(Console.standard(), InstantSource.system(), "");
    private static final Pattern COMMAND = Pattern.compile("(?:^|[\\s(/])understudy ([^#;)>]*)");
    private static final Pattern WORD = Pattern.compile("[a-z][a-z-]*");
    private static final Pattern METER = Pattern.compile("understudy_[a-z0-9_]+");
    private static final Pattern PARTS_OF_HISTOGRAM = Pattern.compile("_(bucket|sum|count|max)$");
    private static final Pattern PATH = Pattern.compile("([a-z][A-Za-z0-9]*(?:\\.(?:\\*|[a-z][A-Za-z0-9]*))+)(: .*)?");
    private static final Pattern FILE = Pattern.compile(".*\\.(html|json|jsonl|key|md|sh|txt|yaml)");
    private static final Pattern MAPPING = Pattern.compile("[a-z][A-Za-z]*: [{\\[].*");

    static List<Page> pages() throws IOException {
        return Page.all();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_command_and_option_of_a_page_is_there(Page page) throws IOException {
        String script = Files.readString(Path.of("../load-tests/peers/run.sh"));
        List<String> strangers = new ArrayList<>();
        commands(page).forEach(words -> walk(words, new TreeSet<>(), strangers));
        Set<String> options = all(UNDERSTUDY)
                .flatMap(command -> command.getCommandSpec().optionsMap().keySet().stream())
                .collect(Collectors.toSet());
        page.spans().stream()
                .filter(span -> span.startsWith("--"))
                .map(span -> span.split("[ =]", 2)[0])
                .filter(option -> !options.contains(option) && !script.contains(option))
                .forEach(strangers::add);

        assertThat(strangers).isEmpty();
    }

    @Test
    void every_command_stands_on_a_page() throws IOException {
        Set<String> named = new TreeSet<>();
        for (Page page : Page.all()) {
            commands(page).forEach(words -> walk(words, named, new ArrayList<>()));
        }

        assertThat(all(UNDERSTUDY)
                        .filter(command -> command.getSubcommands().isEmpty())
                        .map(command -> command.getCommandSpec().qualifiedName()))
                .isNotEmpty()
                .allSatisfy(command -> assertThat(named).contains(command));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_meter_of_a_page_is_in_the_catalogue(Page page) {
        Set<String> meters =
                Arrays.stream(Catalogue.values()).map(MetricsPage::prometheus).collect(Collectors.toSet());

        assertThat(METER.matcher(page.text())
                        .results()
                        .map(MatchResult::group)
                        .filter(name -> !meters.contains(
                                PARTS_OF_HISTOGRAM.matcher(name).replaceFirst(""))))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_key_of_a_page_is_one_of_the_configuration(Page page) throws IOException {
        SchemaPaths schema = new SchemaPaths();
        List<Object> strangers = new ArrayList<>();
        for (String span : page.spans()) {
            var path = PATH.matcher(span);
            if (path.matches() && !isFileOrCode(path.group(1))) {
                List<String> keys = List.of(path.group(1).split("\\."));
                if (schema.has(keys.get(0)) && !schema.has(keys)) {
                    strangers.add(span);
                }
            } else if (MAPPING.matcher(span).matches()) {
                strangers.addAll(schema.strangers(yaml(span)));
            }
        }
        for (String block : page.blocks("yaml")) {
            strangers.addAll(schema.strangers(yaml(block)));
        }

        assertThat(strangers).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_whole_configuration_of_a_page_loads(Page page) throws Exception {
        for (String block : page.blocks("yaml")) {
            if (block.startsWith("version:")) {
                assertThat(ConfigLoader.parse(page.toString(), block).routes()).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_link_of_a_page_leads_somewhere(Page page) {
        assertThat(page.links())
                .allSatisfy(link -> assertThat(page.file().resolveSibling(link)).exists());
    }

    @Test
    void the_readme_says_each_exit_code_of_a_report() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));

        assertThat(Verdict.values())
                .allSatisfy(verdict -> assertThat(readme).contains(verdict.exitCode() + " " + verdict.label()));
    }

    /** The words behind {@code understudy}, and spans that begin with a command and go on like one. */
    private static List<List<String>> commands(Page page) {
        List<List<String>> commands = new ArrayList<>();
        Stream.concat(page.spans().stream(), page.blocks("sh").stream().flatMap(String::lines))
                .flatMap(piece -> COMMAND.matcher(piece).results())
                .map(command -> List.of(command.group(1).strip().split("\\s+")))
                .forEach(commands::add);
        page.spans().stream()
                .map(span -> List.of(span.split(" ")))
                .filter(words -> words.size() > 1
                        && UNDERSTUDY.getSubcommands().containsKey(words.get(0))
                        && (words.get(1).startsWith("-")
                                || WORD.matcher(words.get(1)).matches()))
                .forEach(commands::add);
        return commands;
    }

    /** Follows words through commands and their options; {@code a | b} are two of one parent. */
    private static void walk(List<String> words, Set<String> named, List<String> strangers) {
        CommandLine at = UNDERSTUDY;
        CommandLine parent = UNDERSTUDY;
        boolean isAlternative = false;
        for (String word : words) {
            if (word.equals("|")) {
                at = parent;
                isAlternative = true;
            } else if (word.startsWith("-") && word.length() > 1) {
                if (at.getCommandSpec().findOption(word.split("=", 2)[0]) == null) {
                    strangers.add(at.getCommandSpec().qualifiedName() + " " + word);
                }
            } else if (!at.getSubcommands().isEmpty()) {
                CommandLine next = at.getSubcommands().get(word);
                if (next == null) {
                    if (!isAlternative && WORD.matcher(word).matches()) {
                        strangers.add(at.getCommandSpec().qualifiedName() + " " + word);
                    }
                    return;
                }
                parent = at;
                at = next;
                named.add(at.getCommandSpec().qualifiedName());
            }
        }
    }

    private static Stream<CommandLine> all(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(PagesTest::all));
    }

    /** Names of files and packages look like paths of keys. */
    private static boolean isFileOrCode(String path) {
        return FILE.matcher(path).matches()
                || Files.isDirectory(Path.of("../eval-sink/src/main/java/dev/understudy", path.split("\\.")));
    }

    private static Object yaml(String text) {
        return new Load(LoadSettings.builder().build()).loadFromString(text);
    }
}
