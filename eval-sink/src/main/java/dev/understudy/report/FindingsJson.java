package dev.understudy.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.judge.Findings;
import dev.understudy.judge.JudgeResult;
import dev.understudy.judge.PeopleResult;
import org.jspecify.annotations.Nullable;

/** What judges and people say, as the report's JSON has it. */
final class FindingsJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private FindingsJson() {}

    static void put(ObjectNode comparison, Findings findings) {
        ArrayNode judges = comparison.putArray("judges");
        findings.judges().forEach(judge -> judges.add(judge(judge)));
        comparison.set("people", findings.people().map(FindingsJson::people).orElse(null));
    }

    private static ObjectNode judge(JudgeResult judge) {
        ObjectNode node = NODES.objectNode().put("judge", judge.judge());
        ArrayNode by = node.putArray("by");
        judge.by()
                .forEach(one -> by.addObject()
                        .put("model", one.model())
                        .put("prompt", one.prompt())
                        .put("promptSha256", one.promptSha256())
                        .put("temperature", one.temperature()));
        node.put("judged", judge.judged()).put("errors", judge.errors());
        node.put("wins", judge.wins()).put("ties", judge.ties()).put("losses", judge.losses());
        node.put("winRate", judge.winRate());
        node.set("interval", DetailJson.interval(judge.interval()));
        node.put("signP", judge.signP());
        node.put("consistency", judge.consistency());
        node.putObject("position")
                .put("first", judge.position().first())
                .put("second", judge.position().second())
                .put("p", judge.position().p());
        JudgeResult.Length length = judge.length();
        node.set(
                "length",
                length == null
                        ? null
                        : NODES.objectNode()
                                .put("n", length.n())
                                .put("oddsPer100Chars", length.oddsPer100Chars())
                                .put("p", length.p())
                                .put("rateAtEqualLength", length.rateAtEqualLength()));
        node.put("selfPreference", judge.selfPreference());
        human(node, judge);
        node.put("admission", judge.admission().label());
        return node;
    }

    private static void human(ObjectNode node, JudgeResult judge) {
        JudgeResult.Human human = judge.human();
        if (human == null) {
            node.putNull("human");
        } else {
            node.putObject("human")
                    .put("n", human.n())
                    .put("agreement", human.agreement())
                    .put("kappa", human.kappa())
                    .set("interval", DetailJson.interval(human.interval()));
        }
        JudgeResult.Corrected corrected = judge.corrected();
        if (corrected == null) {
            node.putNull("corrected");
        } else {
            node.putObject("corrected")
                    .put("judged", corrected.judged())
                    .put("voted", corrected.voted())
                    .put("winRate", corrected.winRate())
                    .set("interval", DetailJson.interval(corrected.interval()));
        }
        node.set("rubric", scores(judge.rubric()));
    }

    private static @Nullable ObjectNode scores(JudgeResult.@Nullable Rubric rubric) {
        return rubric == null
                ? null
                : NODES.objectNode()
                        .put("n", rubric.n())
                        .put("legacy", rubric.legacy())
                        .put("candidate", rubric.candidate())
                        .put("delta", rubric.delta())
                        .set("interval", DetailJson.interval(rubric.interval()));
    }

    private static ObjectNode rubric(PeopleResult.Rubric rubric) {
        ObjectNode node = NODES.objectNode().put("rubric", rubric.name());
        node.set("scores", scores(rubric.scores()));
        node.put("oneSided", rubric.oneSided()).put("rated", rubric.rated()).put("alpha", rubric.alpha());
        ArrayNode two = node.putArray("agreement");
        rubric.two().forEach(both -> two.add(two(both)));
        node.put("agreementLeftOut", rubric.leftOut());
        return node;
    }

    private static ObjectNode two(PeopleResult.Two both) {
        return NODES.objectNode()
                .put("one", both.one())
                .put("other", both.other())
                .put("n", both.n())
                .put("agreement", both.agreement())
                .put("kappa", both.kappa());
    }

    private static ObjectNode people(PeopleResult people) {
        ObjectNode node = NODES.objectNode().put("pairs", people.pairs()).put("votes", people.votes());
        node.put("raters", people.raters());
        node.put("wins", people.wins()).put("ties", people.ties()).put("losses", people.losses());
        node.put("winRate", people.winRate()).put("signP", people.signP());
        node.put("rated", people.rated()).put("fleiss", people.fleiss());
        ArrayNode two = node.putArray("agreement");
        people.two().forEach(both -> two.add(two(both)));
        node.put("agreementLeftOut", people.leftOut());
        ObjectNode scores = node.putObject("scores");
        people.scores().forEach((rubric, mean) -> scores.put(rubric, mean));
        node.put("scoresLeftOut", people.scoresLeftOut());
        ArrayNode rubrics = node.putArray("rubrics");
        people.rubrics().forEach(rubric -> rubrics.add(rubric(rubric)));
        node.set("legacyErrors", DetailJson.counts(people.legacyErrors()));
        node.set("candidateErrors", DetailJson.counts(people.candidateErrors()));
        return node;
    }
}
