package dev.understudy.compare;

import dev.understudy.compare.metric.Classes;
import dev.understudy.compare.metric.Estimate;
import dev.understudy.compare.metric.PairScore;
import dev.understudy.compare.statistics.Interval;
import dev.understudy.judge.Findings;
import dev.understudy.judge.Remark;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that was found, for every route and candidate. What the pages show is here, and nothing here depends on when
 * or with how many threads it was computed.
 *
 * @param reasons the gravest first
 */
public record Report(Verdict verdict, List<String> reasons, List<Comparison> routes, Provenance provenance) {
    public Report {
        reasons = List.copyOf(reasons);
        routes = List.copyOf(routes);
    }

    /**
     * One candidate on one route.
     *
     * @param reasons each with its numbers
     * @param next what to do now
     * @param records all of the route
     * @param pairs of them, those that both models answered
     * @param legs role to outcome to count
     * @param feedback event to count
     * @param findings what judges and people say of the whole route, whenever they said it
     * @param classes null where nothing was classified and labelled
     */
    public record Comparison(
            String route,
            String strategy,
            String legacy,
            String candidate,
            Verdict verdict,
            List<String> reasons,
            String next,
            long records,
            long pairs,
            Coverage coverage,
            Split split,
            List<MetricResult> metrics,
            List<Check> checks,
            List<SliceTable> slices,
            List<Transition> transitions,
            List<FunnelArm> funnel,
            Sizes sizes,
            List<Durations> durations,
            Fields fields,
            @Nullable Preference interleaving,
            List<WorstPair> worst,
            Map<String, Map<String, Long>> legs,
            Map<String, Long> feedback,
            @Nullable Classes classes,
            Findings findings) {
        /** Whether each request went to one arm, so that few have the answers of both models. */
        public boolean isSplit() {
            return RouteSettings.isSplit(strategy);
        }
    }

    /** What became of one metric. */
    public enum MetricVerdict {
        PASS,
        FAIL,
        INCONCLUSIVE,
        INFORMATION;

        /** As reports write it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param margin how much worse is still no worse, or for likeness how alike is alike; null without a rule */
    public record MetricResult(
            Estimate estimate,
            MetricVerdict verdict,
            @Nullable Double margin) {}

    /** What intervals were made with: the planned sample (N*), how often they may miss, replicates of the bootstrap. */
    public record Sizes(long plannedPairs, double alpha, int replicates, long seed) {}

    /**
     * What decides, by slice. Exploratory: none of these figures enters the verdict.
     *
     * @param warnings where slices and total disagree
     */
    public record SliceTable(String name, String source, List<SliceGroup> groups, List<String> warnings) {}

    /**
     * The pairs of one value.
     *
     * @param missing of those in which the candidate was to take part, where it was not asked or its answer was not kept whole,
     *     through no fault of its own
     */
    public record SliceGroup(String value, long pairs, Missing missing, List<SliceCell> cells) {}

    /** How many of how many are missing. */
    public record Missing(long count, long of) {}

    /**
     * One metric of one slice.
     *
     * @param q the p-value, corrected for all cells of the comparison (Benjamini and Hochberg); null without one
     * @param flagged whether that is small
     */
    public record SliceCell(
            String metric,
            String unit,
            long n,
            @Nullable Double legacy,
            double candidate,
            @Nullable Double delta,
            @Nullable Interval interval,
            @Nullable Double p,
            @Nullable Double q,
            boolean flagged) {}

    /**
     * How many requests ended this way with both.
     *
     * @param example the id of a pair
     */
    public record Transition(String legacy, String candidate, long count, String example) {}

    /**
     * One arm from the first byte to the last label; null for what no pulses say.
     *
     * @param received requests of the route
     * @param assigned to this model
     * @param logged records with a leg of it
     * @param joined of them, those with a complete response
     * @param labelled of them, those about which something came back later
     */
    public record FunnelArm(
            String role,
            String model,
            @Nullable Long received,
            @Nullable Long assigned,
            @Nullable Long sent,
            @Nullable Long answered,
            long logged,
            long joined,
            long labelled) {}

    /**
     * One rule, and whether the data keeps it.
     *
     * @param rule the goal or limit in words
     * @param limit what the bound was held against, turned so that more is worse; null without one
     * @param p of "there is no difference", valid at every look
     * @param holmP the same, for primaries that are asked about together
     * @param detectable the smallest difference that so many would most likely show
     * @param more about how many more of the same would settle it, if the estimate stays; null where more would not
     */
    public record Check(
            String metric,
            Role role,
            String rule,
            @Nullable Double limit,
            MetricVerdict verdict,
            String reason,
            long n,
            @Nullable Double p,
            @Nullable Double holmP,
            @Nullable Double detectable,
            @Nullable Long more,
            boolean critical) {

        /** What the verdict uses it for. */
        public enum Role {
            PRIMARY,
            GUARDRAIL,
            /** Says which answers are better, where no primary is declared. */
            QUALITY,
            /** Clearly worse is a rollback; not knowing holds nothing back. */
            VETO,
            LIKENESS;

            /** As reports write it. */
            public String label() {
                return name().toLowerCase(Locale.ROOT);
            }
        }
    }

    /**
     * Where every eligible request went.
     *
     * @param eligible null when no pulses say so; then only what was read is known
     * @param dropped by cause
     * @param read pairs in the log
     * @param missing pairs that were handed to the log and are not in it
     * @param share of the sampled requests, those that are in the log; null when unknown
     * @param faults of answers that could not be read
     */
    public record Coverage(
            @Nullable Long eligible,
            @Nullable Long recorded,
            Map<String, Long> dropped,
            long read,
            long missing,
            @Nullable Double share,
            List<FaultCount> faults) {}

    /** @param example the id of a pair */
    public record FaultCount(String role, String fault, String detail, long count, String example) {}

    /**
     * Who was to get how much, and who got it.
     *
     * @param configured shares out of 1, of the latest settings
     * @param observed requests by assigned arm
     * @param units what the test counted: {@code request}, {@code user} or {@code conversation}
     * @param epochs stretches of equal shares
     * @param p of "the split is as configured"; null when there was nothing to test
     */
    public record Split(
            Map<String, Double> configured,
            Map<String, Long> observed,
            String units,
            int epochs,
            @Nullable Double p,
            List<Place> places,
            List<Epoch> stretches) {}

    /**
     * The mismatch test at one place on the way: where it begins to fail, records get lost by arm.
     *
     * @param name {@code assigned}, {@code recorded}, {@code joined} or {@code labelled}
     * @param alwaysValidP the same at every look: the smallest so far, by time
     */
    public record Place(
            String name,
            Map<String, Long> observed,
            @Nullable Double statistic,
            int freedom,
            @Nullable Double p,
            @Nullable Double alwaysValidP) {}

    /** One stretch of equal shares. */
    public record Epoch(
            String place,
            Map<String, Double> configured,
            Map<String, Long> observed,
            @Nullable Double p,
            @Nullable Double alwaysValidP) {}

    /** Times of both arms. */
    public record Durations(String name, List<Curve> arms) {}

    /**
     * How the times of one arm are spread.
     *
     * @param role {@code legacy} or {@code candidate}
     * @param n how many the quantiles were taken of
     * @param quantiles 0, 0.01, … 1
     */
    public record Curve(String role, String model, int n, List<Double> quantiles) {}

    /**
     * Fields in which JSON answers differ, the most beyond noise first.
     *
     * @param pairs with JSON on both sides
     * @param twins of them, those with a second legacy answer
     * @param truncated whether there were more fields
     */
    public record Fields(long pairs, long twins, List<Field> fields, boolean truncated) {}

    /**
     * One field.
     *
     * @param differs pairs whose candidate differs from legacy
     * @param raw the same as a share, of pairs with a second legacy answer where there are any
     * @param noise share of those whose second legacy answer differs from the first; null without any
     * @param excess {@code (raw - noise) / (1 - noise)}; without noise, {@code raw}
     * @param p exact McNemar over both kinds of difference, corrected for the number of fields; null without noise
     * @param beyondNoise whether that is clear
     * @param example the id of a pair that differs here
     */
    public record Field(
            String field,
            long differs,
            double raw,
            @Nullable Double noise,
            double excess,
            @Nullable Double p,
            boolean beyondNoise,
            String example) {}

    /**
     * Whose items were clicked in mixed lists.
     *
     * @param sessions mixed lists that went out
     * @param ties as many clicks on either side's items
     * @param silent of the ties, those without a click
     * @param degraded lists that were legacy's own after all
     * @param untold sessions with clicks whose method's rule needs both lists, which the record does not hold
     * @param methods how many sessions were mixed in which way
     * @param delta {@code (wins + ties / 2) / sessions - 1/2}; above 0 the candidate is preferred
     * @param alwaysValidP of the sign test at every look: the smallest so far, by time
     */
    public record Preference(
            long sessions,
            long wins,
            long losses,
            long ties,
            long silent,
            long degraded,
            long untold,
            Map<String, Long> methods,
            double delta,
            @Nullable Interval interval,
            double signP,
            double alwaysValidP,
            ItemCredit items) {}

    /**
     * The same by clicked items.
     *
     * @param wins items that speak for the candidate
     * @param ties items that speak for neither
     * @param delta the candidate's credit less legacy's, of one session on average
     * @param interval always-valid, over sessions
     * @param p Student's, over sessions; null with fewer than two
     * @param signP as if each click stood alone
     * @param alwaysValidP the same at every look
     */
    public record ItemCredit(
            long wins,
            long losses,
            long ties,
            double delta,
            @Nullable Interval interval,
            @Nullable Double p,
            double signP,
            double alwaysValidP) {}

    /**
     * A pair to look at.
     *
     * @param kind why: {@code failed}, {@code regression}, {@code differs}, or {@code sample}, which was drawn by lot
     * @param score how bad, between 0 and 1
     * @param note what is to be seen
     * @param figures what metrics say of this pair; none where the models were not asked the same
     * @param changes fields that differ, where both answers are JSON
     * @param remarks what judges and people said of it
     */
    public record WorstPair(
            String id,
            Instant time,
            String kind,
            double score,
            String note,
            String request,
            String legacy,
            String candidate,
            List<PairScore> figures,
            List<FieldChange> changes,
            List<Remark> remarks) {
        public WorstPair {
            figures = List.copyOf(figures);
            changes = List.copyOf(changes);
            remarks = List.copyOf(remarks);
        }

        WorstPair with(List<Remark> said) {
            return new WorstPair(id, time, kind, score, note, request, legacy, candidate, figures, changes, said);
        }
    }

    /**
     * One field that differs in one pair.
     *
     * @param kind {@code changed}, {@code missing} where only legacy has it, {@code extra} where only the candidate does
     * @param legacy what stands there, as JSON, cut; empty where there is nothing. Likewise {@code candidate}
     */
    public record FieldChange(String field, String kind, String legacy, String candidate) {}

    /**
     * What it was computed from, and how.
     *
     * @param duplicates records with an id that was there already
     * @param unreadable lines of the log that are no records
     * @param impossibleTimes legs whose clock says what cannot be
     * @param notes what else went wrong in reading
     * @param gaps sequence numbers that are missing between the first and the last of an instance
     * @param clockSteps stretches of an instance's records that were dated long before earlier ones
     * @param lateFeedback events more than a day after their request
     * @param unusableFeedback labels without a label, rewards without a finite number
     * @param unknownFeedback pairs that feedback is about and that are not in the data; null when only part was read
     * @param build of the program
     * @param comparedBy the revision whose settings said how; empty when none did
     * @param files what was read
     * @param models how the models named themselves
     */
    public record Provenance(
            @Nullable Instant first,
            @Nullable Instant last,
            long records,
            long duplicates,
            long unreadable,
            long impossibleTimes,
            long gaps,
            long clockSteps,
            long lateFeedback,
            long unusableFeedback,
            @Nullable Long unknownFeedback,
            String build,
            String comparedBy,
            List<LoggedFile> files,
            List<NamedModel> models,
            List<String> instances,
            List<String> revisions,
            double sampleRateLeast,
            double sampleRateMost,
            List<String> notes,
            long seed,
            VerdictRules rules) {}

    /** A segment of the log. */
    public record LoggedFile(String name, long bytes, String sha256) {}

    /** What answers called their model, and how often. */
    public record NamedModel(String model, String named, long answers) {}
}
