package dev.understudy.compare.answer;

import java.util.Locale;

/** Why a leg's body gave no answer to compare. */
public enum Fault {
    /** There was no response, or it was an error. */
    NOT_ANSWERED,
    /** There was a response, of which the record has nothing, as one from elsewhere may not. */
    NOT_RECORDED,
    /** The model sent an empty one; what was not kept is {@link #TRUNCATED}. */
    NO_BODY,
    /** Only its beginning was kept: {@code record.maxBody}. */
    TRUNCATED,
    /** An encoding that is not read here, or damaged. */
    COMPRESSED,
    NOT_TEXT,
    NOT_JSON,
    /** The pointer of {@code compare} leads nowhere in it. */
    POINTER_UNMATCHED,
    /** The pointer leads to something of another kind, such as an object where a text was expected. */
    UNEXPECTED_TYPE,
    /** A number or a boolean where a text was expected, which is read as it is written. */
    NOT_A_STRING;

    /** As reports write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
