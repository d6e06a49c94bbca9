package dev.understudy.compare.answer;

import java.lang.Character.UnicodeScript;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Which language a text is in, as far as its script and its most frequent small words tell. */
public final class Language {
    /** Letters that are looked at. */
    private static final int SEEN_MAX = 2000;

    private static final int LETTERS_LEAST = 20;
    private static final int WORDS_LEAST = 4;
    private static final Map<Long, List<String>> OF_WORD = ofWord(Map.of(
            "en", "the and is of to in that it for with are this you was not be as have",
            "de", "der die das und ist nicht ein eine mit den von zu auf für sich dem auch wie",
            "fr", "le la les et est des une dans pour que qui pas sur avec du au nous vous",
            "es", "el los las y es una en que por para con del se como más su no al",
            "it", "il gli che di è una per con non sono della dei nel anche come più questo si",
            "pt", "o os as e é uma em que para com não do da dos das mais por como",
            "nl", "de het een en van is dat niet op te met voor zijn aan ook er maar om"));

    private Language() {}

    /** A code such as {@code de}, or the name of a script; empty when too little is said. */
    public static Optional<String> of(Words words) {
        Map<UnicodeScript, Integer> letters = new EnumMap<>(UnicodeScript.class);
        String text = words.lower();
        int seen = 0;
        for (int i = 0; i < text.length() && seen < SEEN_MAX; i += Character.charCount(text.codePointAt(i))) {
            int point = text.codePointAt(i);
            if (point < 128 ? point >= 'a' && point <= 'z' : Character.isLetter(point)) {
                letters.merge(point < 128 ? UnicodeScript.LATIN : UnicodeScript.of(point), 1, Integer::sum);
                seen++;
            }
        }
        if (seen < LETTERS_LEAST) {
            return Optional.empty();
        }
        int kana = letters.getOrDefault(UnicodeScript.HIRAGANA, 0) + letters.getOrDefault(UnicodeScript.KATAKANA, 0);
        if (kana * 10 > seen) {
            return Optional.of("ja");
        }
        UnicodeScript most = letters.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(UnicodeScript.COMMON);
        return switch (most) {
            case LATIN -> latin(words.unicode());
            case HAN -> Optional.of("zh");
            case HANGUL -> Optional.of("ko");
            default -> Optional.of(most.name().toLowerCase(Locale.ROOT));
        };
    }

    /** The language that has clearly the most of the words. */
    private static Optional<String> latin(long[] words) {
        Map<String, Integer> votes = new HashMap<>();
        for (int i = 0; i < Math.min(words.length, SEEN_MAX); i++) {
            for (String language : OF_WORD.getOrDefault(words[i], List.of())) {
                votes.merge(language, 1, Integer::sum);
            }
        }
        String best = "";
        int most = 0;
        int second = 0;
        for (Map.Entry<String, Integer> vote : votes.entrySet()) {
            if (vote.getValue() > most) {
                second = most;
                most = vote.getValue();
                best = vote.getKey();
            } else {
                second = Math.max(second, vote.getValue());
            }
        }
        return most < WORDS_LEAST || most < second * 1.5 ? Optional.empty() : Optional.of(best);
    }

    private static Map<Long, List<String>> ofWord(Map<String, String> words) {
        Map<Long, List<String>> languages = new HashMap<>();
        words.forEach((language, list) -> {
            for (String word : list.split(" ", -1)) {
                languages.merge(Tokens.word(word), List.of(language), Language::both);
            }
        });
        return languages;
    }

    private static List<String> both(List<String> a, List<String> b) {
        return Stream.concat(a.stream(), b.stream()).sorted().toList();
    }
}
