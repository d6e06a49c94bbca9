package dev.understudy.compare.metric;

import dev.understudy.compare.answer.Answer;
import dev.understudy.config.Compare.Profile;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Whether a model declined, by its own sign or by how the answer begins. */
record Refusal(List<Refusal.Phrase> phrases) implements LegMetric {
    private static final About ABOUT = new About(
            "refusal_rate",
            "share",
            Direction.LOWER,
            Purpose.VETO,
            "The share of text answers that decline: by the model's own sign, or because they begin with a phrase such as I cannot help.",
            "declined / answers",
            "refusal, stop_reason and finish_reason of the model; a list of phrases in several languages",
            Profile.TEXT,
            Profile.CHAT,
            Profile.RAG);

    /** Who declines says so at once; further down such words may mean something else. */
    private static final int SEARCHED = 160;

    private static final List<String> PHRASES = List.of(
            "i can't help with",
            "i cannot help with",
            "i can't assist with",
            "i cannot assist with",
            "i can't provide",
            "i cannot provide",
            "i'm unable to",
            "i am unable to",
            "i'm not able to",
            "i am not able to",
            "i won't be able to",
            "i'm sorry, but i can",
            "i am sorry, but i can",
            "sorry, i can't",
            "sorry, but i can't",
            "i must decline",
            "i can't comply",
            "i cannot comply",
            "i cannot fulfill",
            "i can't fulfill",
            "as an ai language model, i can",
            "es tut mir leid, aber ich kann",
            "ich kann dabei nicht helfen",
            "ich kann ihnen dabei nicht",
            "je suis désolé, mais je ne peux pas",
            "je ne peux pas vous aider",
            "lo siento, pero no puedo",
            "no puedo ayudar",
            "mi dispiace, ma non posso",
            "desculpe, mas não posso",
            "申し訳ありませんが",
            "申し訳ございませんが",
            "お手伝いできません",
            "对不起，我无法",
            "抱歉，我无法",
            "我无法帮助",
            "죄송하지만");

    /** As it is searched for. */
    record Phrase(String text, Letters letters) {}

    /** @param own of a team, besides those of everybody */
    static Refusal of(List<String> own) {
        return new Refusal(Stream.concat(PHRASES.stream(), own.stream())
                .map(Refusal::plain)
                .map(phrase -> new Phrase(phrase, Letters.of(phrase)))
                .toList());
    }

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public boolean binary() {
        return true;
    }

    @Override
    public double value(Subject subject, Observation observation) {
        if (!(subject.answer() instanceof Answer.Text text)) {
            return Double.NaN;
        }
        String start = text.text().substring(0, Math.min(text.text().length(), SEARCHED));
        return subject.hasDeclined() || declines(plain(start)) ? 1 : 0;
    }

    private boolean declines(String start) {
        Letters letters = Letters.of(start);
        for (Phrase phrase : phrases) {
            if (letters.hasAll(phrase.letters) && start.contains(phrase.text)) {
                return true;
            }
        }
        return false;
    }

    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replace('\u2019', '\'');
    }
}
