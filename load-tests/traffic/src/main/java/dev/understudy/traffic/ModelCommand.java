package dev.understudy.traffic;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves a sick model until it is told to end. */
@Command(
        name = "model",
        mixinStandardHelpOptions = true,
        description = {
            "Serves a model that answers, streams or fails as the path says: /after/MILLIS, /status/CODE, /events/MILLIS,"
                    + " /cut, /reset, /never; anything else is answered at once.",
            "Its control port prints what it saw (GET /) and changes its mood (POST /MOOD: well, erring, resetting,"
                    + " closing, hanging, refusing, moody)."
        })
final class ModelCommand implements Callable<Integer> {
    @Option(names = "--port", defaultValue = "0", description = "Where to listen; 0 takes a free one.")
    private int port;

    @Option(names = "--answer-bytes", defaultValue = "1024", description = "Of JSON (default: ${DEFAULT-VALUE}).")
    private int answerBytes;

    @Override
    public Integer call() throws IOException, InterruptedException {
        SickModel model = new SickModel(port, answerBytes);
        ControlPort control = new ControlPort(model::counts, mood -> model.becomes(Mood.of(mood)));
        System.out.println(
                "traffic ready: http://127.0.0.1:" + model.port() + " control http://127.0.0.1:" + control.port());
        Thread.currentThread().join();
        return 0;
    }
}
