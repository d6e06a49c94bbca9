package dev.understudy.compare;

import dev.understudy.config.Config;
import dev.understudy.judge.Findings;
import dev.understudy.judge.Remarks;
import dev.understudy.pair.Feedback;
import dev.understudy.pair.Pair;
import dev.understudy.pair.Pulse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Where pairs come from; it can be read more than once. */
interface PairSource {
    /** Gives each pair once to one of the receivers; each receiver is called by one thread at a time. */
    Reading read(List<? extends Consumer<Pair>> receivers) throws IOException;

    /** Those files that nobody writes to any more, by their paths; while others are read. */
    Map<Path, Report.LoggedFile> sealedFiles() throws IOException;

    /**
     * What there was to read, once it is read.
     *
     * @param sealed of which nothing more has to be found out
     */
    List<Report.LoggedFile> files(Map<Path, Report.LoggedFile> sealed) throws IOException;

    /** What was said later about the pair of an id. */
    Function<String, List<Feedback>> feedback() throws IOException;

    /** Each pulse, in no order; there may be millions. */
    void pulses(Consumer<Pulse> target) throws IOException;

    /** The settings that pairs were written under, by revision. */
    Map<String, Config> revisions() throws IOException;

    /**
     * What judges and people say of one candidate of a route.
     *
     * @param candidates of the route; of several, only what names this one counts
     */
    Findings findings(String route, String candidate, int candidates) throws IOException;

    /**
     * What they said, in their own words, of single pairs of it.
     *
     * @param candidates as in {@link #findings}
     */
    Remarks remarks(String route, String candidate, int candidates, Set<String> pairs) throws IOException;

    /**
     * What reading came across.
     *
     * @param duplicates records whose id was there already
     * @param unreadable lines that are no records
     * @param notes what else went wrong, in words
     * @param unknownFeedback pairs that feedback is about and that were not read
     */
    record Reading(long duplicates, long unreadable, List<String> notes, long unknownFeedback) {}
}
