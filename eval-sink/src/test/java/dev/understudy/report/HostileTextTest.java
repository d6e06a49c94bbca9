package dev.understudy.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.compare.Report;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.autolink.AutolinkType;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.NamedNodeMap;
import org.xml.sax.InputSource;

/**
 * Whatever stands in a report may have been written by somebody who wishes ill: outputs, inputs, names of routes, models,
 * classes, slices and units, judges' and people's words, ids, notes, and a whole report that is held against another. Each
 * text of a real report is written over, so that a place that is added later is looked at as well.
 */
final class HostileTextTest {
    private static final Parser MARKDOWN = Parser.builder()
            .extensions(List.of(
                    TablesExtension.create(),
                    AutolinkExtension.builder()
                            .linkTypes(AutolinkType.URL, AutolinkType.WWW)
                            .build()))
            .build();
    /** Names, addresses of people, and numbers of issues, as GitHub finds them in text; GitLab's of merge requests. */
    private static final Pattern CALLS = Pattern.compile("(?i)@[\\w-]|#[0-9]|![0-9]|(?<![A-Z0-9])GH-[0-9]");

    @TempDir
    static Path scratch;

    private static Report planted;

    /** How often each kind of element or node stands in each form, with words that mean no harm. */
    private static final Map<String, Map<String, Integer>> HARMLESS = new HashMap<>();

    @BeforeAll
    static void plant() throws Exception {
        planted = PlantedReport.of(scratch);
        Report written = new Overwritten("harmless words").of(planted);
        ReportsBeside both = beside(written, "harmless words");
        HARMLESS.put("page", elements(ReportHtml.write(written, Optional.of("data"))));
        HARMLESS.put("beside", elements(BesideHtml.write(both)));
        HARMLESS.put("markdown", shape(ReportMarkdown.write(written)));
        HARMLESS.put("beside markdown", shape(BesideMarkdown.write(both)));
    }

    @Test
    void every_part_of_a_page_is_looked_at() throws Exception {
        String page = ReportHtml.write(planted);

        assertThat(page)
                .contains("-validity\"", "-metrics\"", "-classes\"", "-slices\"", "-preference\"")
                .contains("-times\"", "-fields\"", "-errors\"", "-pairs\"")
                .contains("class=\"remark\"", "class=\"changes\"", "class=\"figures\"");
        assertThat(page).contains("shorter and to the point", "The second one says why.");
    }

    @ParameterizedTest
    @MethodSource("dev.understudy.report.HostileTexts#all")
    void a_page_has_the_same_elements_whatever_the_texts_say(String hostile) throws Exception {
        Report written = new Overwritten(hostile).of(planted);
        String page = ReportHtml.write(written, Optional.of(hostile));

        assertThat(elements(page)).isEqualTo(HARMLESS.get("page"));
        assertThat(elements(BesideHtml.write(beside(written, hostile)))).isEqualTo(HARMLESS.get("beside"));
        assertThat(page.toLowerCase(Locale.ROOT)).doesNotContain("<script", "<iframe", "<img");
    }

    @ParameterizedTest
    @MethodSource("dev.understudy.report.HostileTexts#all")
    void markdown_has_the_same_shape_and_calls_nobody_whatever_the_texts_say(String hostile) throws IOException {
        Report written = new Overwritten(hostile).of(planted);
        String markdown = ReportMarkdown.write(written);
        String besideMarkdown = BesideMarkdown.write(beside(written, hostile));

        assertThat(shape(markdown)).isEqualTo(HARMLESS.get("markdown"));
        assertThat(shape(besideMarkdown)).isEqualTo(HARMLESS.get("beside markdown"));
        for (String form : List.of(markdown, besideMarkdown)) {
            assertThat(CALLS.matcher(read(MARKDOWN.parse(form))).find()).isFalse();
            assertThat(form.toLowerCase(Locale.ROOT)).doesNotContain("<!--", "<a ", "://", "www.");
        }
    }

    @Test
    void markdown_shows_what_was_written() {
        assertThat(shown("a_b *c* @d #1 https://e.f <g> 1. x")).isEqualTo("a_b *c* @d #1 https://e.f <g> 1. x");
        assertThat(shown("WWW.e.f x_www.g gh-1 !4 !")).isEqualTo("WWW.e.f x_www.g gh-1 !4 !");
        assertThat(shown("1. first")).isEqualTo("1. first");
        assertThat(shown("- x")).isEqualTo("- x");
        assertThat(shown("_x_ error_rate")).isEqualTo("_x_ error_rate");
        assertThat(MarkdownText.of("error_rate +2.5 pp")).isEqualTo("error_rate +2.5 pp");
    }

    private static String shown(String text) {
        return read(MARKDOWN.parse(MarkdownText.of(text))).replace("\u200b", "").strip();
    }

    private static String read(Node document) {
        StringBuilder read = new StringBuilder();
        texts(document, read);
        return read.toString();
    }

    /** Names are written over once more: a report that is read keeps only some of the texts, and its file has a name too. */
    private static ReportsBeside beside(Report report, String text) throws IOException {
        Path file = Files.writeString(scratch.resolve("written-over.json"), ReportJson.write(report));
        SavedReport saved = new Overwritten(text).of(SavedReport.read(file));
        return ReportsBeside.of(saved, saved);
    }

    /** How often each kind of node stands where in the tree; texts in a row are one. */
    private static Map<String, Integer> shape(String markdown) {
        Map<String, Integer> counts = new TreeMap<>();
        shape(MARKDOWN.parse(markdown), "", counts);
        return counts;
    }

    private static void shape(Node node, String path, Map<String, Integer> counts) {
        String here = path + "/" + node.getClass().getSimpleName();
        for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
            if (child instanceof Text) {
                continue;
            }
            shape(child, here, counts);
        }
        counts.merge(here, 1, Integer::sum);
    }

    private static void texts(Node node, StringBuilder read) {
        if (node instanceof Text text) {
            read.append(text.getLiteral());
        }
        for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
            texts(child, read);
        }
        if (!(node instanceof Text)) {
            read.append('\n');
        }
    }

    /** How often each element, and each with each of its attributes, stands in a page; marks follow the words. */
    private static Map<String, Integer> elements(String page) throws Exception {
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(page.replace("<!DOCTYPE html>", ""))));
        Map<String, Integer> counts = new TreeMap<>();
        count(document.getDocumentElement(), counts);
        counts.keySet().removeIf(name -> name.startsWith("mark"));
        return counts;
    }

    private static void count(org.w3c.dom.Node node, Map<String, Integer> counts) {
        if (node.getNodeType() == org.w3c.dom.Node.ELEMENT_NODE) {
            counts.merge(node.getNodeName(), 1, Integer::sum);
            NamedNodeMap attributes = node.getAttributes();
            for (int i = 0; i < attributes.getLength(); i++) {
                counts.merge(node.getNodeName() + "/" + attributes.item(i).getNodeName(), 1, Integer::sum);
            }
        }
        for (org.w3c.dom.Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
            count(child, counts);
        }
    }
}
