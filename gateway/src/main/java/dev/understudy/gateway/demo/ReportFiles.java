package dev.understudy.gateway.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.compare.Filter;
import dev.understudy.compare.Report;
import dev.understudy.compare.Reports;
import dev.understudy.report.ReportHtml;
import dev.understudy.report.ReportJson;
import dev.understudy.report.ReportMarkdown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The report of a data directory, beside the data in each of its forms. */
record ReportFiles(Path html, Path markdown, Path json, JsonNode report) {
    private static final long SEED = 1;

    static ReportFiles write(Path data) throws IOException {
        int threads = Runtime.getRuntime().availableProcessors();
        Report report = Reports.compute(data, Optional.empty(), Filter.ALL, threads, SEED);
        return new ReportFiles(
                Files.writeString(data.resolve("report.html"), ReportHtml.write(report, Optional.of(data.toString()))),
                Files.writeString(data.resolve("report.md"), ReportMarkdown.write(report)),
                Files.writeString(data.resolve("report.json"), ReportJson.write(report)),
                ReportJson.tree(report));
    }
}
