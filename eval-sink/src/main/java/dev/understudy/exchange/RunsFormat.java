package dev.understudy.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.pair.MalformedRecordException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A platform that keeps a data set and runs on it: a file of examples, one of legacy's runs and one of the candidate's, and
 * one of what was said about them. What the fields are called is the platform's business.
 */
record RunsFormat(Platform platform) implements Format {

    /** A platform's names. */
    interface Platform {
        String name();

        String about();

        /** The examples' file; {@code runs} and {@code said} likewise. */
        String examples();

        String runs(String role);

        String said();

        ObjectNode example(SideBySide pair, Origin origin);

        ObjectNode run(SideBySide pair, Reply reply, String role, Origin origin);

        /** What judges and people said. */
        List<ObjectNode> said(SideBySide pair);

        String exampleId(JsonNode example) throws MalformedRecordException;

        Question question(JsonNode example);

        String exampleOf(JsonNode run) throws MalformedRecordException;

        Reply reply(JsonNode run, String role);
    }

    @Override
    public String name() {
        return platform.name();
    }

    @Override
    public String about() {
        return platform.about();
    }

    @Override
    public Shape shape() {
        return Shape.DIRECTORY;
    }

    @Override
    public Export export(Target target, Origin origin) throws IOException {
        return new Written(target, platform, origin);
    }

    private static final class Written implements Export {
        private final Target.Lines examples;
        private final Target.Lines legacy;
        private final Target.Lines candidate;
        private final Target.Lines said;
        private final Platform platform;
        private final Origin origin;

        Written(Target target, Platform platform, Origin origin) throws IOException {
            this.platform = platform;
            this.origin = origin;
            examples = Target.lines(target, platform.examples());
            legacy = Target.lines(target, platform.runs("legacy"));
            candidate = Target.lines(target, platform.runs("candidate"));
            said = Target.lines(target, platform.said());
        }

        @Override
        public void add(SideBySide pair) throws IOException {
            examples.add(platform.example(pair, origin));
            run(legacy, pair, pair.legacy(), "legacy");
            run(candidate, pair, pair.candidate(), "candidate");
            for (ObjectNode one : platform.said(pair)) {
                said.add(one);
            }
        }

        private void run(Target.Lines file, SideBySide pair, @Nullable Reply reply, String role) throws IOException {
            if (reply != null) {
                file.add(platform.run(pair, reply, role, origin));
            }
        }

        @Override
        public void close() throws IOException {
            try (examples;
                    legacy;
                    candidate) {
                said.close();
            }
        }
    }

    @Override
    public void read(List<Path> files, Received received) throws IOException, MalformedRecordException {
        List<Path> all = new ArrayList<>(files);
        if (files.size() == 1 && Files.isDirectory(files.get(0))) {
            Path directory = files.get(0);
            all = List.of(
                    directory.resolve(platform.examples()),
                    directory.resolve(platform.runs("legacy")),
                    directory.resolve(platform.runs("candidate")));
        }
        if (all.size() != 3) {
            throw new MalformedRecordException(name() + ": " + files.size() + " files (expected: the examples, legacy's"
                    + " runs, the candidate's runs; or the directory that an export made)");
        }
        Map<String, Question> questions = new HashMap<>();
        lines(all.get(0), received, (number, example) -> {
            questions.put(platform.exampleId(example), platform.question(example));
        });
        for (String role : List.of("legacy", "candidate")) {
            boolean isLegacy = role.equals("legacy");
            lines(all.get(isLegacy ? 1 : 2), received, (number, run) -> {
                String id = platform.exampleOf(run);
                Question question = questions.get(id);
                if (question == null) {
                    throw new MalformedRecordException("example " + id + " is not among the examples");
                }
                Reply reply = platform.reply(run, role);
                received.question(id, question, isLegacy ? reply : null, isLegacy ? null : reply);
            });
        }
    }

    private static void lines(Path file, Received received, JsonLines.Line line) throws IOException {
        JsonLines.read(file, (number, why) -> received.bad(file.getFileName() + " line " + number, why), line);
    }
}
