package dev.understudy.compare.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A text taken apart in the ways that metrics need, each when it is first asked for and then kept. For one thread. */
public final class Words {
    private final String text;
    private @Nullable String lower;
    private char @Nullable [] letters;
    private long @Nullable [] squad;
    private long @Nullable [] rouge;
    private long @Nullable [] unicode;
    private long @Nullable [] characters;
    private Optional<JsonNode> json = Optional.empty();
    private boolean jsonRead;
    private int length = -1;

    Words(String text) {
        this.text = text;
    }

    /** In lower case. */
    public String lower() {
        if (lower == null) {
            lower = text.toLowerCase(Locale.ROOT);
        }
        return lower;
    }

    /** In Unicode characters. */
    public int length() {
        if (length < 0) {
            length = text.codePointCount(0, text.length());
        }
        return length;
    }

    /** What it is as JSON, if it is that; a document may stand in a fence of Markdown. */
    public Optional<JsonNode> json() {
        if (!jsonRead) {
            jsonRead = true;
            json = Fence.inner(text).flatMap(Bodies::json);
        }
        return json;
    }

    /** Whether it looks like an object or a list of JSON at all. */
    public boolean mayBeDocument() {
        for (int i = 0; i < text.length(); i++) {
            char here = text.charAt(i);
            if (!Character.isWhitespace(here)) {
                return here == '{' || here == '[' || here == '`';
            }
        }
        return false;
    }

    public long[] unicode() {
        if (unicode == null) {
            unicode = Tokens.unicode(letters());
        }
        return unicode;
    }

    long[] squad() {
        if (squad == null) {
            squad = Tokens.squad(letters());
        }
        return squad;
    }

    long[] rouge() {
        if (rouge == null) {
            rouge = Tokens.rouge(letters());
        }
        return rouge;
    }

    long[] characters() {
        if (characters == null) {
            characters = Tokens.characters(text);
        }
        return characters;
    }

    private char[] letters() {
        if (letters == null) {
            letters = lower().toCharArray();
        }
        return letters;
    }
}
