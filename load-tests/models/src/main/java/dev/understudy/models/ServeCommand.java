package dev.understudy.models;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of a model server. It runs until it is told to end. */
@Command(
        name = "model-server",
        mixinStandardHelpOptions = true,
        description = "Serves MiniLM on 127.0.0.1: /search, /intent, /v1/embeddings, /v1/chat/completions, /healthz.")
final class ServeCommand implements Callable<Integer> {
    @Option(names = "--variant", required = true, description = "Which build: ${COMPLETION-CANDIDATES} (in any case).")
    private Variant variant = Variant.FULL;

    @Option(names = "--port", defaultValue = "0", description = "Where to listen; 0 takes a free one.")
    private int port;

    @Option(
            names = "--parent",
            description = "End when standard input ends: with the process that holds its other end.")
    private boolean parent;

    @Override
    public Integer call() throws IOException {
        if (parent) {
            endWithStandardInput();
        }
        ModelServer server = ModelServer.start(variant, port);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "close"));
        System.out.println("listening on http://127.0.0.1:" + server.port());
        return 0;
    }

    private static void endWithStandardInput() {
        Thread watch = new Thread(
                () -> {
                    try {
                        System.in.transferTo(OutputStream.nullOutputStream());
                    } catch (IOException e) {
                        System.err.println("standard input broke: " + e.getMessage());
                    }
                    System.exit(0);
                },
                "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }
}
