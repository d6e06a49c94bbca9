package dev.understudy.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.understudy.compare.PairsInMemory;
import dev.understudy.compare.Report;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages in a real browser: seen, printed, on a telephone, walked through by keyboard, and attacked. */
final class ReportBrowserIT {
    private static final int WIDE = 1200;
    private static final int PHONE = 390;
    private static final int HEIGHT = 900;

    /** A4 less its margins, in the pixels of a style sheet. */
    private static final int PAPER = 718;

    private static final double TEXT_CONTRAST = 4.5;
    private static final double MARK_CONTRAST = 3;

    @TempDir
    static Path directory;

    private static @Nullable Chromium browser;
    private static String checks;
    private static Report planted;

    private Chromium.Tab tab;

    /** Pages with all that a page can show, with one route, with none, and of two reports. */
    static List<String> pages() {
        return List.of("report.html", "route.html", "nothing.html", "beside.html");
    }

    @BeforeAll
    static void start() throws IOException {
        Path program = Chromium.program()
                .orElseGet(() -> abort("no chromium on the PATH (apt-get install chromium): pages are not looked at"));
        try {
            browser = Chromium.start(program);
        } catch (Chromium.DoesNotStartException e) {
            abort("pages are not looked at: " + e.getMessage());
        }
        try (InputStream in = Objects.requireNonNull(ReportBrowserIT.class.getResourceAsStream("page-checks.js"))) {
            checks = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        planted = PlantedReport.of(Files.createDirectory(directory.resolve("data")));
        Report.Comparison details = planted.routes().stream()
                .filter(route -> route.route().equals("details"))
                .findFirst()
                .orElseThrow();
        write("report.html", ReportHtml.write(planted, Optional.of("data")));
        write(
                "route.html",
                ReportHtml.write(
                        new Report(details.verdict(), planted.reasons(), List.of(details), planted.provenance())));
        write("nothing.html", ReportHtml.write(new PairsInMemory().report(Optional.empty(), 1, 42)));
        write("beside.html", beside(planted));
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void open_a_tab() {
        tab = Objects.requireNonNull(browser).tab();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void nothing_is_loaded_nothing_runs_and_nothing_is_complained_of(String page) {
        show(page, WIDE, "screen", "light");
        unfold();

        assertThat(tab.troubles()).isEmpty();
        assertThat(tab.ask("document.scripts.length").asInt()).isZero();
        assertThat(tab.ask("performance.getEntriesByType('resource').length").asInt())
                .isZero();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void texts_and_marks_stand_out_in_light_and_dark(String page) {
        for (String scheme : List.of("light", "dark")) {
            show(page, WIDE, "screen", scheme);
            unfold();

            assertThat(wrong("contrast(" + TEXT_CONTRAST + ")")).as(scheme).isEmpty();
            assertThat(wrong("marks(" + MARK_CONTRAST + ")")).as(scheme).isEmpty();
        }
        assertThat(tab.ask("getComputedStyle(document.documentElement).backgroundColor")
                        .asText())
                .as("dark is dark")
                .isEqualTo("rgb(21, 23, 26)");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void a_page_is_no_wider_than_a_telephone_or_a_sheet(String page) {
        show(page, PHONE, "screen", "light");
        assertThat(wrong("overflow()")).isEmpty();
        unfold();
        assertThat(wrong("overflow()")).as("unfolded").isEmpty();

        show(page, PAPER, "print", "light");
        assertThat(wrong("overflow()")).as("on paper").isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void a_page_can_be_read_aloud(String page) {
        show(page, WIDE, "screen", "light");

        assertThat(wrong("pictures()")).isEmpty();
        assertThat(wrong("headings()")).isEmpty();
        assertThat(wrong("landmarks()")).isEmpty();
        assertThat(tab.ask("document.documentElement.lang").asText()).isEqualTo("en");
        assertThat(tab.ask("document.title").asText()).startsWith("Understudy: ");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void paper_is_white_and_shows_what_is_folded_on_a_screen(String page) {
        show(page, PAPER, "print", "dark");

        assertThat(wrong("folded()")).isEmpty();
        assertThat(wrong("cut()")).isEmpty();
        assertThat(wrong("paper()")).isEmpty();
        assertThat(wrong("contrast(" + TEXT_CONTRAST + ")")).isEmpty();
        byte[] pdf = Base64.getDecoder()
                .decode(tab.send("Page.printToPDF", Map.of("printBackground", true))
                        .path("data")
                        .asText());
        assertThat(new String(pdf, 0, 5, StandardCharsets.ISO_8859_1)).isEqualTo("%PDF-");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void tab_leads_through_everything_in_the_order_of_the_page(String page) {
        show(page, WIDE, "screen", "light");
        int controls = tab.ask("checks.watchFocus()").asInt();

        List<Integer> visited = new ArrayList<>();
        for (JsonNode at = tab(); at.path("order").asInt() != -1; at = tab()) {
            assertThat(at.path("shown").asBoolean()).as("outline of %s", at).isTrue();
            assertThat(at.path("inView").asBoolean()).as("in view: %s", at).isTrue();
            if (at.path("order").asInt() >= 0) {
                visited.add(at.path("order").asInt());
            }
            assertThat(visited).as("a way that ends").hasSizeLessThanOrEqualTo(controls);
        }

        assertThat(visited).hasSize(controls).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void the_skip_link_leads_past_the_verdict_and_enter_unfolds() {
        show("report.html", WIDE, "screen", "light");

        tab();
        assertThat(tab.ask("document.activeElement.className").asText()).isEqualTo("skip");
        tab.press("Enter", 13, "\r");
        tab();
        assertThat(tab.ask("document.querySelector('main').contains(document.activeElement)")
                        .asBoolean())
                .isTrue();

        tab.ask("document.querySelector('details:not([open]) > summary').focus()");
        tab.press("Enter", 13, "\r");
        assertThat(tab.ask("document.activeElement.parentElement.open").asBoolean())
                .isTrue();
        tab.press("Enter", 13, "\r");
        assertThat(tab.ask("document.activeElement.parentElement.open").asBoolean())
                .isFalse();
    }

    @Test
    void the_address_of_a_pair_unfolds_it() {
        show("report.html", WIDE, "screen", "light");
        String id = tab.ask("document.querySelector('details:not([open]) > .shown').id")
                .asText();

        tab.ask("location.hash = '" + id + "'");

        assertThat(tab.ask("document.querySelector(':target').closest('details').open")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void whatever_texts_say_they_stay_text() throws IOException {
        show("report.html", WIDE, "screen", "light");
        attack("harmless words");
        JsonNode report = elements("attacked.html");
        JsonNode beside = elements("attacked-beside.html");

        for (String hostile : HostileTexts.all()) {
            attack(hostile);

            assertThat(elements("attacked.html")).as(hostile).isEqualTo(report);
            assertThat(elements("attacked-beside.html")).as(hostile).isEqualTo(beside);
        }
        assertThat(tab.troubles()).isEmpty();
    }

    private static void attack(String text) throws IOException {
        Report written = new Overwritten(text).of(planted);
        write("attacked.html", ReportHtml.write(written, Optional.of(text)));
        write("attacked-beside.html", beside(written));
    }

    private static String beside(Report report) throws IOException {
        Path file = write("saved.json", ReportJson.write(report));
        SavedReport saved = SavedReport.read(file);
        return BesideHtml.write(ReportsBeside.of(saved, saved));
    }

    private static Path write(String name, String page) throws IOException {
        return Files.writeString(directory.resolve(name), page);
    }

    private void show(String page, int width, String medium, String scheme) {
        tab.size(width, HEIGHT);
        tab.medium(medium, scheme);
        tab.open(directory.resolve(page));
        tab.ask(checks);
    }

    private void unfold() {
        tab.ask("document.querySelectorAll('details').forEach(one => { one.open = true; })");
    }

    private JsonNode elements(String page) {
        tab.open(directory.resolve(page));
        tab.ask(checks);
        return tab.ask("checks.elements()");
    }

    private List<String> wrong(String check) {
        List<String> found = new ArrayList<>();
        ((ArrayNode) tab.ask("checks." + check)).forEach(one -> found.add(one.asText()));
        return found;
    }

    /** To the next control, and where that is. */
    private JsonNode tab() {
        tab.press("Tab", 9, "");
        return tab.ask("checks.focus()");
    }
}
