package dev.understudy.config;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** YAML text as one tree of values with their places, within limits. */
final class Document {
    /** The most a configuration may weigh. */
    static final int BYTES_MAX = 1024 * 1024;

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setSchema(new CoreSchema())
            .setUseMarks(true)
            .setAllowNonScalarKeys(true)
            .setCodePointLimit(BYTES_MAX)
            .build();

    private Document() {}

    /** The root; empty when a problem was reported. */
    static Optional<Value> root(String text, Problems problems) {
        try {
            var parser = new LimitedParser(new ParserImpl(SETTINGS, new StreamReader(SETTINGS, text)));
            Optional<Node> root = new Composer(SETTINGS, parser).getSingleNode();
            if (root.isEmpty()) {
                problems.add("empty (expected: version: 1, models and routes)");
            }
            return root.map(node -> new Value(node, "", problems));
        } catch (LimitedParser.Refused e) {
            problems.add(e.mark(), "", String.valueOf(e.getMessage()));
        } catch (MarkedYamlEngineException e) {
            problems.add(e.getProblemMark().or(e::getContextMark), "", syntaxProblem(e));
        } catch (ReaderException e) {
            unprintable(text, e, problems);
        } catch (YamlVersionException e) {
            problems.add(1, 1, "", "a %YAML directive of another version (expected: YAML 1.2, and no directive)");
        } catch (YamlEngineException e) {
            problems.add(1, 1, "", "not YAML: " + Shown.plain(String.valueOf(e.getMessage())));
        }
        return Optional.empty();
    }

    private static String syntaxProblem(MarkedYamlEngineException e) {
        String context = String.valueOf(e.getContext());
        String problem = Shown.plain(String.valueOf(e.getProblem()));
        if (problem.equals("but found another document")) {
            return "a second document begins here (expected: one document in the file)";
        }
        String where = context.isBlank() || context.equals("null") ? "" : ", " + context;
        return "not YAML: " + problem + where;
    }

    private static void unprintable(String text, ReaderException e, Problems problems) {
        int end = text.offsetByCodePoints(0, Math.min(e.getPosition(), text.codePointCount(0, text.length())));
        int line = 1
                + (int) text.substring(0, end)
                        .chars()
                        .filter(character -> character == '\n')
                        .count();
        int column = 1 + end - (text.lastIndexOf('\n', end - 1) + 1);
        problems.add(
                line,
                column,
                "",
                String.format("character U+%04X (expected: printable text; write it as an escape)", e.getCodePoint()));
    }
}
