package dev.understudy.report;

import static dev.understudy.compare.PairsInMemory.failed;
import static dev.understudy.compare.PairsInMemory.leg;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.compare.PairsInMemory;
import dev.understudy.compare.Report;
import dev.understudy.config.Config;
import dev.understudy.pair.Leg;
import dev.understudy.pair.Leg.Role;
import dev.understudy.pair.Pair;
import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

final class ReportFormsTest {
    private static final Config ROUTES = PairsInMemory.config("""
              - name: search
                match: {path: {prefix: /search}}
                interleave: {legacy: old, candidate: new, percent: 50, items: /hits, itemId: /id}
                record: {percent: 100}
              - name: details
                match: {path: {prefix: /details}}
                shadow: {legacy: old, candidates: [{model: new, percent: 100}], noise: {percent: 10}}
                record: {percent: 100}
              - name: chat
                match: {path: {prefix: /}}
                ab: {unit: request, arms: [{model: old, weight: 50}, {model: new, weight: 50}]}
                record: {percent: 100}
            """);

    private static Map<String, Integer> harmless = Map.of();

    @BeforeAll
    static void read_a_harmless_page() throws Exception {
        harmless = elements(html(report("harmless words")));
    }

    @ParameterizedTest
    @MethodSource("dev.understudy.report.HostileTexts#all")
    void what_others_wrote_is_text_and_nothing_else(String payload) throws Exception {
        String page = html(report(payload));

        assertThat(elements(page)).isEqualTo(harmless);
        assertThat(page.toLowerCase(Locale.ROOT)).doesNotContain("<script", "javascript:alert(1)\"", "<iframe");
        assertThat(page.codePoints().filter(point -> Character.getType(point) == Character.FORMAT))
                .isEmpty();
    }

    @Test
    void nothing_is_loaded_and_nothing_runs() throws Exception {
        Document document = parse(html(report("x")));

        assertThat(elements(html(report("x"))).keySet())
                .doesNotContain("script", "link", "img", "iframe", "object", "form", "use", "image", "a/href=http");
        NodeList metas = document.getElementsByTagName("meta");
        assertThat(metas.item(1).getAttributes().getNamedItem("content").getNodeValue())
                .startsWith("default-src 'none'; style-src 'unsafe-inline'");
        assertThat(document.getElementsByTagName("style").item(0).getTextContent())
                .doesNotContain("url(", "@import");
    }

    @Test
    void whoever_follows_a_link_arrives() throws Exception {
        Document document = parse(html(report("x")));

        List<String> targets = attributes(document, "*", "id");
        List<String> links = attributes(document, "a", "href");
        assertThat(targets).doesNotHaveDuplicates();
        assertThat(links)
                .contains("#found", "#route-1", "#route-2-pairs")
                .allSatisfy(link -> assertThat(targets).contains(link.substring(1)));
        assertThat(links).anyMatch(link -> link.startsWith("#pair-"));
    }

    @Test
    void the_same_pair_on_two_routes_has_two_addresses_and_odd_ids_are_written_as_numbers() {
        Set<String> taken = new HashSet<>();

        assertThat(PairLinks.of(List.of(pair("a b/ü"), pair("01K"), pair("01K")), taken)
                        .anchors())
                .containsExactly(entry("a b/ü", "pair-a~20b~2F~FC"), entry("01K", "pair-01K"));
        assertThat(PairLinks.of(List.of(pair("01K")), taken).anchors()).containsExactly(entry("01K", "pair-01K~2"));
    }

    @Test
    void the_command_that_is_shown_can_be_pasted() {
        assertThat(new PairCommand(Optional.of("my data")).of("it's; rm -rf"))
                .isEqualTo("understudy pairs cat --data 'my data' --id='it'\\''s; rm -rf'");
        assertThat(new PairCommand(Optional.empty()).of("01K")).isEqualTo("understudy pairs cat --id=01K");
    }

    @Test
    void every_metric_of_a_page_says_what_it_means() throws Exception {
        JsonNode json = new ObjectMapper().readTree(ReportJson.write(report("x")));

        json.path("routes")
                .forEach(route -> route.path("metrics")
                        .forEach(metric -> assertThat(metric.path("means").asText())
                                .as(metric.path("name").asText())
                                .isNotEmpty()));
    }

    /** Of 60 pairs three take longer than the 95th percentile, of which nothing holds at every look. */
    @Test
    void a_page_says_why_a_difference_that_decides_is_not_drawn() {
        assertThat(html(report("x")))
                .contains("How the evidence came in", "had too few pairs on the way")
                .doesNotContain("--since");
    }

    @Test
    void the_json_has_the_fields_that_others_rely_on() throws IOException {
        JsonNode json = new ObjectMapper().readTree(ReportJson.write(report("x")));

        assertThat(json.path("verdict").asText()).isIn("promote", "hold", "rollback", "invalid");
        assertThat(json.path("reasons").isArray()).isTrue();
        assertThat(json.path("routes")).hasSize(3);
        for (JsonNode route : json.path("routes")) {
            assertThat(route.fieldNames())
                    .toIterable()
                    .contains(
                            "route",
                            "strategy",
                            "legacy",
                            "candidate",
                            "records",
                            "pairs",
                            "coverage",
                            "split",
                            "metrics");
            assertThat(route.at("/split").fieldNames()).toIterable().contains("configured", "observed", "p");
            assertThat(route.path("metrics")).isNotEmpty();
            for (JsonNode metric : route.path("metrics")) {
                assertThat(metric.fieldNames())
                        .toIterable()
                        .contains(
                                "name",
                                "unit",
                                "direction",
                                "n",
                                "legacy",
                                "candidate",
                                "delta",
                                "interval",
                                "confidence",
                                "p",
                                "noise",
                                "verdict");
            }
        }
        assertThat(json.at("/routes/1/fields/fields/0/field").asText()).isEqualTo("/text");
        assertThat(json.at("/routes/0/interleaving/wins").asInt()).isPositive();
    }

    @Test
    void the_same_pairs_give_the_same_bytes_in_any_number_of_threads() {
        String one = ReportJson.write(source("x").report(Optional.of(ROUTES), 1, 42));

        assertThat(ReportJson.write(source("x").report(Optional.of(ROUTES), 7, 42)))
                .isEqualTo(one);
        assertThat(ReportJson.write(source("x").report(Optional.of(ROUTES), 7, 43)))
                .isNotEqualTo(one);
    }

    @Test
    void markdown_begins_with_the_verdict_and_keeps_hostile_names_inert() {
        String markdown = ReportMarkdown.write(report("<b>|x|</b>"));

        assertThat(markdown).startsWith("# Verdict: ");
        assertThat(markdown).contains("| metric | n | legacy |").doesNotContain("<b>");
    }

    @Test
    void an_empty_report_is_a_page_too() throws Exception {
        Report empty = new PairsInMemory().report(Optional.empty(), 1, 42);

        assertThat(elements(html(empty))).containsEntry("h1", 1);
        assertThat(ReportMarkdown.write(empty)).contains("HOLD", "nothing to compare");
    }

    private static Report report(String text) {
        return source(text).report(Optional.of(ROUTES), 2, 42);
    }

    /** Everything that a page can show, with this text wherever somebody else's text can stand. */
    private static PairsInMemory source(String text) {
        PairsInMemory source = new PairsInMemory();
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 60; i++) {
            double millis = 5 + random.nextDouble();
            String plain = json(Map.of("text", "answer " + text, "n", i));
            String other = json(Map.of("text", i % 3 == 0 ? "changed " + text : "answer " + text, "n", i));
            Leg candidate = i % 20 == 7
                    ? failed(Role.CANDIDATE, "new", Leg.Outcome.ERROR, text)
                    : leg(Role.CANDIDATE, "new", i % 20 == 8 ? text : other, millis + 1);
            Leg noise = leg(Role.NOISE, "old", plain, millis);
            Leg legacy = leg(Role.LEGACY, "old", plain, millis);
            source.shadow("details", i % 2 == 0 ? new Leg[] {legacy, candidate, noise} : new Leg[] {legacy, candidate});
            Leg left = leg(
                    Role.LEGACY, "old", json(Map.of("hits", List.of(Map.of("id", "a"), Map.of("id", text)))), millis);
            Leg right = leg(Role.CANDIDATE, "new", json(Map.of("hits", List.of(Map.of("id", text + "2")))), millis);
            Pair.Interleaving mixed = new Pair.Interleaving(
                    "teamDraft", i % 10 == 0, List.of(new Pair.Item("a", "legacy"), new Pair.Item(text, "candidate")));
            Pair pair = source.add("search", "interleave", null, "old", 0.5, mixed, left, right);
            source.click(pair, i % 4 == 0 ? "a" : text);
            source.label(pair, text);
            boolean isLegacy = i % 2 == 0;
            source.add(
                    "chat",
                    "ab",
                    null,
                    isLegacy ? "old" : "new",
                    0.5,
                    null,
                    isLegacy ? leg(Role.LEGACY, "old", plain, millis) : leg(Role.CANDIDATE, "new", plain, millis));
        }
        return source;
    }

    private static Report.WorstPair pair(String id) {
        return new Report.WorstPair(id, Instant.EPOCH, "differs", 1, "", "", "", "", List.of(), List.of(), List.of());
    }

    private static List<String> attributes(Document document, String tag, String attribute) {
        NodeList elements = document.getElementsByTagName(tag);
        List<String> values = new ArrayList<>();
        for (int i = 0; i < elements.getLength(); i++) {
            Node found = elements.item(i).getAttributes().getNamedItem(attribute);
            if (found != null) {
                values.add(found.getNodeValue());
            }
        }
        return values;
    }

    private static String json(Object value) {
        return new ObjectMapper().valueToTree(value).toString();
    }

    private static String html(Report report) {
        return ReportHtml.write(report, Optional.of("data"));
    }

    /**
     * How often each element, and each element with each of its attributes, stands in the page. Rows and marks follow the data:
     * half a surrogate pair, for one, is no longer what it was once it has been bytes.
     */
    private static Map<String, Integer> elements(String page) throws Exception {
        Map<String, Integer> counts = new TreeMap<>();
        count(parse(page).getDocumentElement(), counts);
        counts.keySet().removeIf(name -> name.matches("(mark|rect|t[rdh])(/.*)?"));
        return counts;
    }

    private static void count(Node node, Map<String, Integer> counts) {
        if (node.getNodeType() == Node.ELEMENT_NODE) {
            counts.merge(node.getNodeName(), 1, Integer::sum);
            NamedNodeMap attributes = node.getAttributes();
            for (int i = 0; i < attributes.getLength(); i++) {
                counts.merge(node.getNodeName() + "/" + attributes.item(i).getNodeName(), 1, Integer::sum);
            }
        }
        for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
            count(child, counts);
        }
    }

    /** The page is well-formed XML as well, so that a strict parser says what is in it. */
    private static Document parse(String page) throws ParserConfigurationException, SAXException, IOException {
        DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        return builder.parse(new InputSource(new StringReader(page.replace("<!DOCTYPE html>", ""))));
    }
}
