package dev.understudy.gateway.demo;

import dev.understudy.config.InvalidConfigException;
import dev.understudy.gateway.Gateway;
import dev.understudy.gateway.StartException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** {@code understudy demo}: real models, all four strategies, people who use them, and a report to open. */
public final class Demo {
    private static final int SHOPPERS = 4;
    private static final long SEED = 20_261_122;
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    /** Returns the exit status: 0 when everything worked and nothing is left running. */
    public int run(DemoSettings settings, PrintStream out, PrintStream err) {
        try (Stage stage = Stage.open()) {
            return guarded(settings, stage, out, err);
        }
    }

    private static int guarded(DemoSettings settings, Stage stage, PrintStream out, PrintStream err) {
        try {
            return perform(settings, stage, out, err);
        } catch (DemoFailedException | IOException e) {
            if (!stage.wasInterrupted()) { // else it failed for that reason
                err.println("demo: " + e.getMessage());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            err.println("demo: interrupted");
        }
        return 1;
    }

    private static int perform(DemoSettings settings, Stage stage, PrintStream out, PrintStream err)
            throws DemoFailedException, IOException, InterruptedException {
        Path data = Files.createDirectories(settings.data().orElseGet(Demo::freshDirectory));
        ModelProgram program = ModelProgram.below(settings.home());
        Path scratch = stage.scratch();

        out.println("Starting two builds of one model (all-MiniLM-L6-v2) ...");
        ModelProcess full = stage.add(ModelProcess.start(program, "full", scratch));
        ModelProcess quantized = stage.add(ModelProcess.start(program, "quantized", scratch));
        URI legacy = full.address();
        URI candidate = quantized.address();
        Path file = DemoFile.write(data, legacy, candidate, settings.seconds());
        Gateway gateway = stage.add(open(file));
        out.println("  legacy     minilm-full  " + legacy + "  32-bit floats");
        out.println("  candidate  minilm-8bit  " + candidate + "  8-bit integers");
        out.println("  gateway    http://127.0.0.1:" + gateway.port() + "  set up by " + file);
        out.println();

        Tally tally = new Tally();
        play(settings, stage, gateway, List.of(full, quantized), tally, out);
        if (stage.wasInterrupted()) {
            return 1;
        }
        if (!settings.keep()) {
            stage.close();
        } else if (stage.closesWithin(1)) { // the last pairs are on disk by then
            return 1;
        }
        int status = conclude(ReportFiles.write(data), tally, out, err);
        if (settings.keep()) {
            invite(gateway, file, out);
            stage.awaitClosing();
        }
        return status;
    }

    private static Path freshDirectory() {
        return Path.of("data", "demo-" + STAMP.format(ZonedDateTime.now(ZoneId.systemDefault())));
    }

    private static Gateway open(Path file) throws DemoFailedException {
        try {
            return Gateway.start(file);
        } catch (InvalidConfigException | StartException e) {
            throw new DemoFailedException("the gateway does not start: " + e.getMessage());
        }
    }

    private static void play(
            DemoSettings settings,
            Stage stage,
            Gateway gateway,
            List<ModelProcess> models,
            Tally tally,
            PrintStream out)
            throws DemoFailedException, IOException, InterruptedException {
        out.println("Visitors search, ask, chat and click for " + settings.seconds() + " s:");
        Caller caller = new Caller(gateway.port(), gateway.adminPort());
        Script script = Script.load();
        Visitors visitors = new Visitors();
        Progress progress = new Progress(out, settings.terminal(), settings.seconds());
        try (Traffic traffic = new Traffic(IntStream.range(0, SHOPPERS)
                .mapToObj(number -> new Shopper(caller, script, visitors, tally, new Random(SEED + number)))
                .toList())) {
            for (int second = 1; second <= settings.seconds() && !stage.closesWithin(1); second++) {
                progress.show(second, tally);
                for (ModelProcess model : models) {
                    model.checkAlive();
                }
                traffic.checkWorking();
            }
        } finally {
            progress.end();
        }
        out.println();
    }

    private static int conclude(ReportFiles files, Tally tally, PrintStream out, PrintStream err) {
        Summary summary = new Summary(files.report(), tally);
        out.println(summary.counts());
        out.println();
        out.println(summary.table());
        out.println();
        out.println("Report:  " + files.html().toAbsolutePath());
        out.println("         " + files.markdown() + ", " + files.json());
        List<String> problems = summary.problems();
        problems.forEach(problem -> err.println("demo: " + problem));
        return problems.isEmpty() ? 0 : 1;
    }

    private static void invite(Gateway gateway, Path file, PrintStream out) {
        String traffic = "http://127.0.0.1:" + gateway.port();
        String admin = "http://127.0.0.1:" + gateway.adminPort();
        out.println();
        out.println("Still running, until Ctrl-C. Try:");
        out.println("  curl -i " + traffic + "/search -H 'x-user-id: you' -d '{\"query\": \"sore feet\"}'");
        out.println("  curl -N " + traffic + "/v1/chat/completions -H 'x-user-id: you' \\");
        out.println("    -d '{\"model\": \"minilm\", \"stream\": true, \"messages\": [{\"role\": \"user\", \"content\":"
                + " \"My tent is wet inside\"}]}'");
        out.println("  curl " + admin + "/api/v1/routes");
        out.println("  curl " + admin + "/metrics");
        out.println("or change a share in " + file + " and look at " + admin + "/api/v1/config/status");
    }
}
