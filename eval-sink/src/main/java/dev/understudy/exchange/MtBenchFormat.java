package dev.understudy.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.judge.Choice;
import dev.understudy.judge.Judgment;
import dev.understudy.log.JsonLine;
import dev.understudy.pair.MalformedRecordException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * MT-bench as FastChat lays it out: {@code question.jsonl}, {@code model_answer/MODEL.jsonl}, {@code
 * model_judgment/…_pair.jsonl}. Here the two models' files are called {@code legacy} and {@code candidate}. Each turn of a
 * question that has several is a pair of its own, {@code 81-2}.
 */
record MtBenchFormat() implements Format {
    private static final double MILLIS = 1000;
    /** The category of a question that has none. */
    private static final String ALL = "all";

    @Override
    public String name() {
        return "mt-bench";
    }

    @Override
    public String about() {
        return "MT-bench (FastChat): question.jsonl, model_answer/, model_judgment/; read: QUESTIONS LEGACY CANDIDATE"
                + " [JUDGMENTS …]";
    }

    @Override
    public Shape shape() {
        return Shape.DIRECTORY;
    }

    @Override
    public Export export(Target target, Origin origin) throws IOException {
        return new Written(target);
    }

    private static final class Written implements Export {
        private final Target.Lines questions;
        private final Target.Lines legacy;
        private final Target.Lines candidate;
        private final Target.Lines pairJudgments;
        private final Target.Lines singleJudgments;

        Written(Target target) throws IOException {
            questions = Target.lines(target, "question.jsonl");
            legacy = Target.lines(target, "model_answer/legacy.jsonl");
            candidate = Target.lines(target, "model_answer/candidate.jsonl");
            pairJudgments = Target.lines(target, "model_judgment/judges_pair.jsonl");
            singleJudgments = Target.lines(target, "model_judgment/judges_single.jsonl");
        }

        @Override
        public void add(SideBySide pair) throws IOException {
            ObjectNode question = id(JsonLine.object(), pair.id());
            question.put(
                    "category",
                    pair.question().category() == null ? ALL : pair.question().category());
            List<String> turns = pair.question().userTurns();
            turns.forEach(question.putArray("turns")::add);
            if (pair.question().reference() != null) {
                question.putArray("reference").add(pair.question().reference());
            }
            questions.add(question);
            answer(legacy, pair, pair.legacy());
            answer(candidate, pair, pair.candidate());
            for (Judgment judgment : pair.said().judgments()) {
                if (judgment.isPairwise()) {
                    pairJudgments.add(pairwise(pair, judgment, turns.size()));
                } else {
                    for (Judgment.Round round : judgment.rounds()) {
                        singleJudgments.add(single(pair, judgment, round, turns.size()));
                    }
                }
            }
        }

        /** What the assistant said before stands in the request, and is the same for both. */
        private static void answer(Target.Lines file, SideBySide pair, @Nullable Reply reply) throws IOException {
            if (reply == null || reply.output() == null) {
                return;
            }
            ObjectNode answer = id(JsonLine.object(), pair.id());
            answer.put("answer_id", pair.pairId()).put("model_id", reply.model());
            ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
            var turns = choice.putArray("turns");
            pair.question().messages().forEach(message -> {
                if (message.path("role").asText().equals("assistant")) {
                    turns.add(message.path("content").asText());
                }
            });
            turns.add(reply.text());
            answer.put("tstamp", seconds(pair.time()));
            file.add(answer);
        }

        private static ObjectNode pairwise(SideBySide pair, Judgment judgment, int turns) {
            ObjectNode line = id(JsonLine.object(), pair.id());
            line.put("model_1", judgment.sides().legacy())
                    .put("model_2", judgment.sides().candidate());
            line.put("g1_winner", winner(judgment.choice(Judgment.Shown.LEGACY_FIRST)));
            line.put("g2_winner", winner(judgment.choice(Judgment.Shown.CANDIDATE_FIRST)));
            line.putArray("judge").add(judgment.by().model()).add(judgment.by().prompt());
            line.put("g1_user_prompt", "").put("g1_judgment", said(judgment, Judgment.Shown.LEGACY_FIRST));
            line.put("g2_user_prompt", "").put("g2_judgment", said(judgment, Judgment.Shown.CANDIDATE_FIRST));
            return line.put("turn", turns).put("tstamp", seconds(judgment.time()));
        }

        private static ObjectNode single(SideBySide pair, Judgment judgment, Judgment.Round round, int turns) {
            boolean isLegacy = round.shown() == Judgment.Shown.LEGACY_ALONE;
            ObjectNode line = id(JsonLine.object(), pair.id());
            line.put(
                    "model",
                    isLegacy ? judgment.sides().legacy() : judgment.sides().candidate());
            line.putArray("judge").add(judgment.by().model()).add(judgment.by().prompt());
            line.put("user_prompt", "").put("judgment", round.answer());
            Double score = round.score();
            return line.put("score", score == null ? -1 : score)
                    .put("turn", turns)
                    .put("tstamp", seconds(judgment.time()));
        }

        private static String said(Judgment judgment, Judgment.Shown shown) {
            return judgment.rounds().stream()
                    .filter(round -> round.shown() == shown)
                    .map(Judgment.Round::answer)
                    .findFirst()
                    .orElse("");
        }

        private static String winner(Optional<Choice> choice) {
            return choice.map(which -> switch (which) {
                        case LEGACY -> "model_1";
                        case TIE -> "tie";
                        case CANDIDATE -> "model_2";
                    })
                    .orElse("error");
        }

        private static double seconds(Instant time) {
            return time.toEpochMilli() / MILLIS;
        }

        /** FastChat sorts by it, so that a number should be one. */
        private static ObjectNode id(ObjectNode line, String id) {
            return id.matches("[0-9]{1,9}")
                    ? line.put("question_id", Integer.parseInt(id))
                    : line.put("question_id", id);
        }

        @Override
        public void close() throws IOException {
            try (questions;
                    legacy;
                    candidate;
                    pairJudgments) {
                singleJudgments.close();
            }
        }
    }

    @Override
    public void read(List<Path> files, Received received) throws IOException, MalformedRecordException {
        List<Path> all = files.size() == 1 && Files.isDirectory(files.get(0)) ? directory(files.get(0)) : files;
        if (all.size() < 3) {
            throw new MalformedRecordException(
                    "mt-bench: " + all.size() + " files (expected: the questions, legacy's"
                            + " answers, the candidate's, and judgments if there are any; or the directory that an export made)");
        }
        new Read(received).read(all);
    }

    private static List<Path> directory(Path directory) throws IOException {
        List<Path> files = new ArrayList<>(List.of(
                directory.resolve("question.jsonl"),
                directory.resolve("model_answer/legacy.jsonl"),
                directory.resolve("model_answer/candidate.jsonl")));
        try (Stream<Path> judgments = Files.list(directory.resolve("model_judgment"))) {
            files.addAll(judgments.sorted().toList());
        } catch (NoSuchFileException noneThere) {
            return files;
        }
        return files;
    }

    /** One import. Questions are held in memory, answers are not. */
    private static final class Read {
        private final Received received;
        private final Map<String, JsonNode> questions = new HashMap<>();
        private final Map<String, int[]> legacyChars = new HashMap<>();
        private final Map<String, int[]> candidateChars = new HashMap<>();
        private String legacy = "legacy";
        private String candidate = "candidate";

        /** Scores of one model's answer, whose other model's has not come yet: each stands in a line of its own. */
        private final Map<String, Scored> scored = new LinkedHashMap<>();

        private record Scored(ObjectNode line, Judgment.Round round) {}

        Read(Received received) {
            this.received = received;
        }

        void read(List<Path> files) throws IOException {
            lines(files.get(0), (number, line) -> questions.put(JsonLine.require(line, "question_id"), line));
            lines(files.get(1), (number, line) -> {
                legacy = JsonLine.require(line, "model_id");
                answers(line, true);
            });
            lines(files.get(2), (number, line) -> {
                candidate = JsonLine.require(line, "model_id");
                answers(line, false);
            });
            for (Path judgments : files.subList(3, files.size())) {
                lines(judgments, this::judgment);
            }
            for (Scored alone : scored.values()) {
                judged(alone.line(), List.of(alone.round()));
            }
        }

        private void lines(Path file, JsonLines.Line line) throws IOException {
            JsonLines.read(file, (number, why) -> received.bad(file.getFileName() + " line " + number, why), line);
        }

        private void answers(ObjectNode answer, boolean isLegacy) throws IOException, MalformedRecordException {
            String id = JsonLine.require(answer, "question_id");
            JsonNode question = questions.get(id);
            if (question == null) {
                throw new MalformedRecordException("question_id: " + id + " is not among the questions");
            }
            JsonNode said = answer.path("choices").path(0).path("turns");
            int turns = question.path("turns").size();
            int[] chars = new int[said.size()];
            for (int turn = 0; turn < Math.min(turns, said.size()); turn++) {
                String text = said.get(turn).asText();
                chars[turn] = text.codePointCount(0, text.length());
                Reply reply = Reply.of(JsonLine.require(answer, "model_id"), text);
                received.question(
                        id(id, turn + 1), question(question, turn), isLegacy ? reply : null, isLegacy ? null : reply);
            }
            (isLegacy ? legacyChars : candidateChars).put(id, chars);
        }

        private static Question question(JsonNode question, int turn) {
            ObjectNode noted = JsonLine.object();
            noted.set("question_id", question.path("question_id"));
            noted.put("turn", turn + 1);
            JsonNode reference = question.path("reference").path(turn);
            String category = JsonLine.text(question, "category");
            return Question.of(question.path("turns").path(turn).asText())
                    .reference(reference.isMissingNode() ? null : reference.asText())
                    .category(ALL.equals(category) ? null : category)
                    .metadata(noted);
        }

        private String id(String question, int turn) {
            JsonNode known = questions.get(question);
            return known != null && known.path("turns").size() > 1 ? question + "-" + turn : question;
        }

        private void judgment(long number, ObjectNode line) throws IOException, MalformedRecordException {
            String question = JsonLine.require(line, "question_id");
            int turn = line.path("turn").asInt(1);
            boolean isPair = line.has("model_1");
            List<Judgment.Round> rounds = isPair ? pairwise(line) : single(line);
            if (rounds.isEmpty()) {
                return;
            }
            if (isPair) {
                judged(line, rounds);
                return;
            }
            String key = question + " " + turn + " " + line.path("judge");
            Scored other = scored.remove(key);
            Judgment.Round round = rounds.get(0);
            if (other == null) {
                scored.put(key, new Scored(line, round));
            } else if (other.round().shown() == round.shown()) {
                judged(other.line(), List.of(other.round()));
                scored.put(key, new Scored(line, round));
            } else if (round.shown() == Judgment.Shown.CANDIDATE_ALONE) {
                judged(line, List.of(other.round(), round));
            } else {
                judged(line, List.of(round, other.round()));
            }
        }

        private void judged(ObjectNode line, List<Judgment.Round> rounds) throws IOException {
            String question = line.path("question_id").asText();
            int turn = line.path("turn").asInt(1);
            String judge = line.path("judge").path(0).asText("judge");
            String prompt = line.path("judge").path(1).asText("unknown");
            Judgment.By by = new Judgment.By(judge, prompt, "", Double.NaN);
            String name = line.has("model_1") ? judge : judge + "/" + prompt;
            Judgment.Sides sides = new Judgment.Sides(
                    legacy, candidate, chars(legacyChars, question, turn), chars(candidateChars, question, turn));
            received.judgment(
                    id(question, turn),
                    (pair, route, time) -> new Judgment(
                            pair, route, name, by, sides, rounds, Judgment.Spent.UNKNOWN, time(line, time)));
        }

        private List<Judgment.Round> pairwise(JsonNode line) {
            String first = line.path("model_1").asText();
            String second = line.path("model_2").asText();
            boolean isStraight = first.equals(legacy) && second.equals(candidate);
            if (!isStraight && !(first.equals(candidate) && second.equals(legacy))) {
                return List.of();
            }
            return List.of(
                    round(
                            line,
                            "g1",
                            isStraight ? Judgment.Shown.LEGACY_FIRST : Judgment.Shown.CANDIDATE_FIRST,
                            isStraight),
                    round(
                            line,
                            "g2",
                            isStraight ? Judgment.Shown.CANDIDATE_FIRST : Judgment.Shown.LEGACY_FIRST,
                            isStraight));
        }

        private static Judgment.Round round(JsonNode line, String game, Judgment.Shown shown, boolean isStraight) {
            String winner = line.path(game + "_winner").asText();
            String text = line.path(game + "_judgment").asText();
            return switch (winner) {
                case "model_1" -> Judgment.Round.of(shown, isStraight ? Choice.LEGACY : Choice.CANDIDATE, text);
                case "model_2" -> Judgment.Round.of(shown, isStraight ? Choice.CANDIDATE : Choice.LEGACY, text);
                case "tie" -> Judgment.Round.of(shown, Choice.TIE, text);
                default -> Judgment.Round.failed(shown, text, "no verdict: " + winner);
            };
        }

        private List<Judgment.Round> single(JsonNode line) {
            String model = line.path("model").asText();
            if (!model.equals(legacy) && !model.equals(candidate)) {
                return List.of();
            }
            Judgment.Shown shown = model.equals(legacy) ? Judgment.Shown.LEGACY_ALONE : Judgment.Shown.CANDIDATE_ALONE;
            double score = line.path("score").asDouble(-1);
            String text = line.path("judgment").asText();
            return List.of(
                    score < 0 ? Judgment.Round.failed(shown, text, "no score") : Judgment.Round.of(shown, score, text));
        }

        private static int chars(Map<String, int[]> lengths, String question, int turn) {
            int[] chars = lengths.getOrDefault(question, new int[0]);
            return turn >= 1 && turn <= chars.length ? chars[turn - 1] : 0;
        }

        private static Instant time(JsonNode line, Instant otherwise) {
            double seconds = line.path("tstamp").asDouble();
            return seconds > 0 && seconds < 1e11 ? Instant.ofEpochMilli((long) (seconds * MILLIS)) : otherwise;
        }
    }
}
