package dev.understudy.compare.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A text taken apart in the ways that metrics need, each when it is first asked for and then kept. For one thread. */
public final class Words {
    private final String text;
    private @Nullable Split split;
    private long @Nullable [] characters;
    private long @Nullable [] inked;
    private Optional<JsonNode> json = Optional.empty();
    private boolean jsonRead;
    private int length = -1;

    Words(String text) {
        this.text = text;
    }

    /** In each way that {@link Tokens} knows. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Split(long[] unicode, long[] squad, long[] rouge) {
        static Split of(String text) {
            WordSplit words = new WordSplit(text);
            return new Split(words.unicode(), words.squad(), words.rouge());
        }
    }

    String text() {
        return text;
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
        return split().unicode;
    }

    long[] squad() {
        return split().squad;
    }

    long[] rouge() {
        return split().rouge;
    }

    /** Every character, as far as {@link TokenList#MAX}. */
    long[] characters() {
        if (characters == null) {
            long[] found = new long[Math.min(text.length(), TokenList.MAX)];
            int count = 0;
            for (int i = 0; i < text.length() && count < found.length; ) {
                int point = text.codePointAt(i);
                found[count++] = point;
                i += Character.charCount(point);
            }
            characters = Arrays.copyOf(found, count);
        }
        return characters;
    }

    /** Those that are no white space. */
    long[] inked() {
        if (inked == null) {
            long[] all = characters();
            long[] kept = new long[all.length];
            int count = 0;
            for (long point : all) {
                if (!Character.isWhitespace((int) point) && !Character.isSpaceChar((int) point)) {
                    kept[count++] = point;
                }
            }
            inked = Arrays.copyOf(kept, count);
        }
        return inked;
    }

    private Split split() {
        if (split == null) {
            split = Split.of(text);
        }
        return split;
    }
}
