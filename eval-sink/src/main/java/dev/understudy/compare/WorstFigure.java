package dev.understudy.compare;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.compare.answer.Answer;
import dev.understudy.compare.answer.ClassName;
import dev.understudy.compare.answer.Documents;
import dev.understudy.compare.answer.JsonDifferences;
import dev.understudy.compare.metric.Observation;
import dev.understudy.compare.metric.PairScore;
import dev.understudy.compare.metric.Subject;
import dev.understudy.compare.statistics.HashSample;
import dev.understudy.pair.Leg;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps the few pairs that a person should look at: the worst of each kind, and some drawn by lot. */
final class WorstFigure {
    static final int KEPT = 8;
    static final int DRAWN = 3;

    /** Of one pair; the rest is in the log. */
    static final int CHANGES_MOST = 40;

    private static final int SHOWN_CHARACTERS = 4000;
    private static final int SHOWN_OF_FIELD = 240;
    private static final Comparator<Report.WorstPair> WORST_FIRST =
            Comparator.comparingDouble(Report.WorstPair::score).reversed().thenComparing(Report.WorstPair::id);

    private final JsonDifferences differences;
    private final TreeSet<Report.WorstPair> failed = new TreeSet<>(WORST_FIRST);
    private final TreeSet<Report.WorstPair> regressions = new TreeSet<>(WORST_FIRST);
    private final TreeSet<Report.WorstPair> different = new TreeSet<>(WORST_FIRST);
    private final HashSample<Report.WorstPair> drawn = new HashSample<>(DRAWN);

    WorstFigure(JsonDifferences differences) {
        this.differences = differences;
    }

    /** A pair that may be kept, and what metrics say of it, which is asked only then. */
    private record Seen(Observation observation, Supplier<List<PairScore>> figures) {}

    /**
     * @param unlike how different the answers are, between 0 and 1, or NaN
     * @param figures what metrics say of this pair
     */
    void add(Observation observation, double unlike, Supplier<List<PairScore>> figures) {
        Seen seen = new Seen(observation, figures);
        Subject legacy = observation.legacy();
        Subject candidate = observation.candidate();
        if (legacy == null || candidate == null) {
            return;
        }
        if (candidate.failed() && !legacy.failed()) {
            keep(failed, seen, "failed", 1, "candidate: " + ending(candidate));
            return;
        }
        String label = observation.truth().label();
        if (label != null && is(legacy, label) && !is(candidate, label)) {
            keep(regressions, seen, "regression", 1, "label: " + clip(label));
        } else if (unlike > 0) {
            keep(different, seen, "differs", unlike, "");
        }
        if (observation.joined()) {
            HashSample.Key key =
                    HashSample.Key.of("sample " + observation.pair().id());
            drawn.put(key, () -> show(seen, "sample", Double.isNaN(unlike) ? 0 : unlike, ""));
        }
    }

    void merge(WorstFigure other) {
        other.failed.forEach(pair -> keep(failed, pair));
        other.regressions.forEach(pair -> keep(regressions, pair));
        other.different.forEach(pair -> keep(different, pair));
        drawn.merge(other.drawn, (a, b) -> a);
    }

    List<Report.WorstPair> result() {
        List<Report.WorstPair> all = new ArrayList<>(regressions);
        all.addAll(failed);
        all.addAll(different);
        all.addAll(drawn.values());
        return List.copyOf(all);
    }

    private void keep(NavigableSet<Report.WorstPair> kept, Seen seen, String kind, double score, String note) {
        if (kept.size() == KEPT) {
            Report.WorstPair last = kept.last();
            boolean better = score < last.score()
                    || (score == last.score() && seen.observation().pair().id().compareTo(last.id()) >= 0);
            if (better) {
                return;
            }
        }
        keep(kept, show(seen, kind, score, note));
    }

    private static void keep(NavigableSet<Report.WorstPair> kept, Report.WorstPair pair) {
        kept.add(pair);
        if (kept.size() > KEPT) {
            kept.pollLast();
        }
    }

    private Report.WorstPair show(Seen seen, String kind, double score, String note) {
        Observation observation = seen.observation();
        return new Report.WorstPair(
                observation.pair().id(),
                observation.pair().time(),
                kind,
                score,
                note,
                request(observation),
                answer(observation.legacy()),
                answer(observation.candidate()),
                seen.figures().get(),
                changes(observation),
                List.of());
    }

    private List<Report.FieldChange> changes(Observation observation) {
        JsonNode legacy = document(observation.legacy());
        JsonNode candidate = document(observation.candidate());
        if (legacy.isMissingNode() || candidate.isMissingNode()) {
            return List.of();
        }
        return differences.differences(legacy, candidate).entrySet().stream()
                .limit(CHANGES_MOST)
                .map(field -> change(field.getKey(), field.getValue()))
                .toList();
    }

    private static JsonNode document(@Nullable Subject subject) {
        return Documents.in(subject == null ? null : subject.answer());
    }

    private static Report.FieldChange change(String field, JsonDifferences.Difference difference) {
        return new Report.FieldChange(
                clip(field, SHOWN_OF_FIELD),
                difference.kind().name().toLowerCase(Locale.ROOT),
                clip(difference.legacy().toString(), SHOWN_OF_FIELD),
                clip(difference.other().toString(), SHOWN_OF_FIELD));
    }

    private static String request(Observation observation) {
        var request = observation.pair().request();
        String line = request.method() + " " + request.path();
        String body = new String(request.body().bytes(), StandardCharsets.UTF_8);
        return clip(body.isEmpty() ? line : line + "\n" + body);
    }

    private static String answer(@Nullable Subject subject) {
        if (subject == null) {
            return "";
        }
        Answer answer = subject.answer();
        if (answer != null) {
            return clip(answer.display());
        }
        var body = subject.leg().body();
        String ending = "[" + ending(subject) + "]";
        return body == null || body.bytes().length == 0
                ? ending
                : clip(ending + "\n" + new String(body.bytes(), StandardCharsets.UTF_8));
    }

    private static String ending(Subject subject) {
        Leg leg = subject.leg();
        StringBuilder ending = new StringBuilder(leg.outcome().label());
        if (leg.cause() != null) {
            ending.append(", ").append(leg.cause());
        }
        if (leg.status() != null) {
            ending.append(", status ").append(leg.status());
        }
        if (subject.answered() && !subject.failed() && subject.fault() != null) {
            ending.append(", ").append(subject.fault().label());
        }
        return ending.toString();
    }

    private static boolean is(Subject subject, String label) {
        return subject.answer() instanceof Answer.Prediction prediction
                && prediction.name().equals(ClassName.of(label));
    }

    private static String clip(String text) {
        return clip(text, SHOWN_CHARACTERS);
    }

    private static String clip(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + "\n… (" + (text.length() - end) + " more characters)";
    }
}
