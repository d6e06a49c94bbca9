package dev.understudy.compare.answer;

import java.lang.Character.UnicodeScript;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Which language a text is in, as far as its script and its most frequent small words tell. */
public final class Language {
    /** Letters that are looked at. */
    private static final int SEEN_MAX = 500;

    private static final int LETTERS_LEAST = 20;
    private static final int WORDS_LEAST = 4;
    private static final List<String> CODES = List.of("en", "de", "fr", "es", "it", "pt", "nl");
    private static final LongTable OF_WORD = ofWord(Map.of(
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
        String text = words.text();
        Map<UnicodeScript, Integer> letters = new EnumMap<>(UnicodeScript.class);
        int ofAscii = 0;
        int seen = 0;
        for (int i = 0; i < text.length() && seen < SEEN_MAX; ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if (point < 128) {
                int letter = (point | 0x20) >= 'a' && (point | 0x20) <= 'z' ? 1 : 0;
                ofAscii += letter;
                seen += letter;
            } else if (Character.isLetter(point)) {
                letters.merge(UnicodeScript.of(point), 1, Integer::sum);
                seen++;
            }
        }
        if (seen < LETTERS_LEAST) {
            return Optional.empty();
        }
        if (ofAscii == seen) {
            return latin(words.unicode());
        }
        letters.merge(UnicodeScript.LATIN, ofAscii, Integer::sum);
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
        int[] votes = new int[CODES.size()];
        for (int i = 0; i < Math.min(words.length, SEEN_MAX); i++) {
            int languages = OF_WORD.get(words[i]);
            for (int language = 0; languages != 0; language++, languages >>>= 1) {
                votes[language] += languages & 1;
            }
        }
        int best = 0;
        int second = 0;
        for (int language = 1; language < votes.length; language++) {
            if (votes[language] > votes[best]) {
                second = votes[best];
                best = language;
            } else {
                second = Math.max(second, votes[language]);
            }
        }
        return votes[best] < WORDS_LEAST || votes[best] < second * 1.5
                ? Optional.empty()
                : Optional.of(CODES.get(best));
    }

    /** For each word one bit for each language that has it. */
    private static LongTable ofWord(Map<String, String> words) {
        LongTable table = new LongTable(words.size() * 40);
        words.forEach((language, list) -> {
            for (String word : list.split(" ", -1)) {
                long hash = Tokens.word(word);
                table.put(hash, table.get(hash) | 1 << CODES.indexOf(language));
            }
        });
        return table;
    }
}
