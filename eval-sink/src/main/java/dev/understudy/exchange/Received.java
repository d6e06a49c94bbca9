package dev.understudy.exchange;

import dev.understudy.judge.Judgment;
import dev.understudy.judge.Vote;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Takes what comes out of a file of another tool, in any order; answers to one question are joined by its id. */
public interface Received {
    void question(String id, Question question, @Nullable Reply legacy, @Nullable Reply candidate) throws IOException;

    /** What is said of a question's answers by a judge. */
    void judgment(String id, Said<Judgment> judgment) throws IOException;

    /** What is said by a person. */
    void vote(String id, Said<Vote> vote) throws IOException;

    /** @param place file and line, or what else finds it */
    void bad(String place, String why);

    /** Something about a pair, as soon as it is known which that is. */
    interface Said<T> {
        T about(String pairId, String route, Instant time);
    }
}
