package dev.understudy.exchange;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** Every format there is: those of this module, and those that jars on the class path bring. */
public final class Formats {
    private static final List<Format> OURS = List.of(
            new AresFormat(),
            new DeepEvalArenaFormat(),
            new DeepEvalFormat(),
            new EvidentlyFormat(),
            new HelmFormat(),
            new InspectFormat(),
            new LangfuseFormat(),
            new MtBenchFormat(),
            new OpenAiEvalsFormat(),
            new OpenAiEvalsRepoFormat(),
            new OutputsFormat(),
            new PhoenixFormat(),
            new PromptfooFormat(),
            new RagasFormat(),
            new RunsFormat(new LangSmith()),
            new RunsFormat(new Opik()),
            new SpanFormat(new OpenInference()),
            new SpanFormat(new TruLens()));

    private Formats() {}

    /** By name. */
    public static List<Format> all() {
        List<Format> all = new ArrayList<>(OURS);
        ServiceLoader.load(Format.class).forEach(all::add);
        all.sort(Comparator.comparing(Format::name));
        return all;
    }

    public static Optional<Format> find(String name) {
        return all().stream().filter(format -> format.name().equals(name)).findFirst();
    }
}
