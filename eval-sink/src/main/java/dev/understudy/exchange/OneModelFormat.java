package dev.understudy.exchange;

import dev.understudy.pair.MalformedRecordException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A format whose files hold one model's answers each, so that a pair is in two: {@code legacy.…} and {@code candidate.…}. */
interface OneModelFormat extends Format {
    /** What the files' names end with, such as {@code .jsonl}. */
    String suffix();

    /** Whether it has a place for a pair's id. Without one the two files are joined by their lines. */
    default boolean hasIds() {
        return true;
    }

    /** Begins one model's file. */
    Answers answers(Target target, String file, Origin origin) throws IOException;

    /** Reads one model's file. */
    void read(Path file, Answered answered) throws IOException, MalformedRecordException;

    /** Writes one model's answers. */
    interface Answers extends AutoCloseable {
        void add(SideBySide pair, Reply reply) throws IOException;

        @Override
        void close() throws IOException;
    }

    /** Takes one model's answers. */
    interface Answered {
        void add(String id, Question question, Reply reply) throws IOException;

        void bad(long line, String why);
    }

    @Override
    default Shape shape() {
        return Shape.DIRECTORY;
    }

    @Override
    default Export export(Target target, Origin origin) throws IOException {
        Answers legacy = answers(target, "legacy" + suffix(), origin);
        Answers candidate = answers(target, "candidate" + suffix(), origin);
        return new Export() {
            private long left;

            @Override
            public long leftOut() {
                return left;
            }

            @Override
            public void add(SideBySide pair) throws IOException {
                if (!hasIds() && (isMissing(pair.legacy()) || isMissing(pair.candidate()))) {
                    left++;
                    return;
                }
                addTo(legacy, pair, pair.legacy());
                addTo(candidate, pair, pair.candidate());
            }

            private void addTo(Answers answers, SideBySide pair, @Nullable Reply reply) throws IOException {
                if (reply != null) {
                    answers.add(pair, reply);
                }
            }

            @Override
            public void close() throws IOException {
                try (legacy) {
                    candidate.close();
                }
            }
        };
    }

    @Override
    default void read(List<Path> files, Received received) throws IOException, MalformedRecordException {
        List<Path> both = both(files);
        read(both.get(0), new Side(both.get(0), received) {
            @Override
            public void add(String id, Question question, Reply reply) throws IOException {
                received.question(id, question, reply, null);
            }
        });
        read(both.get(1), new Side(both.get(1), received) {
            @Override
            public void add(String id, Question question, Reply reply) throws IOException {
                received.question(id, question, null, reply);
            }
        });
    }

    private static boolean isMissing(@Nullable Reply reply) {
        return reply == null || reply.output() == null;
    }

    private List<Path> both(List<Path> files) throws MalformedRecordException {
        List<Path> both = new ArrayList<>(files);
        if (files.size() == 1 && Files.isDirectory(files.get(0))) {
            both = List.of(
                    files.get(0).resolve("legacy" + suffix()), files.get(0).resolve("candidate" + suffix()));
        }
        if (both.size() != 2) {
            throw new MalformedRecordException(name() + ": " + files.size() + " files (expected: two, legacy's and the"
                    + " candidate's; or the directory that an export made)");
        }
        return both;
    }

    /** One model's file. */
    abstract class Side implements Answered {
        private final Path file;
        private final Received received;

        Side(Path file, Received received) {
            this.file = file;
            this.received = received;
        }

        @Override
        public void bad(long line, String why) {
            received.bad(file.getFileName() + " line " + line, why);
        }
    }
}
