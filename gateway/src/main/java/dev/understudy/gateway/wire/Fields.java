package dev.understudy.gateway.wire;

import dev.understudy.pair.Headers;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Header fields in the order in which they came: places in one array of bytes, made into text when somebody asks. Nobody
 * changes the arrays once they are here.
 */
public final class Fields {
    public static final Fields NONE = new Fields(new byte[0], new int[0], 0);

    /** How many marks a field has: where its name and its value begin and end, and its {@link FieldName}. */
    public static final int MARKS = 5;

    private static final int DIGITS_MAX = 18;

    private final byte[] bytes;
    private final int[] marks;
    private final int size;
    private final long present;

    private Fields(byte[] bytes, int[] marks, int size) {
        this.bytes = bytes;
        this.marks = marks;
        this.size = size;
        long seen = 0;
        for (int i = 0; i < size; i++) {
            seen |= 1L << marks[i * MARKS + 4];
        }
        this.present = seen;
    }

    /** @param marks places in {@code bytes}, {@link #MARKS} a field; copied, the bytes are not */
    public static Fields of(byte[] bytes, int[] marks, int size) {
        return size == 0 ? NONE : new Fields(bytes, Arrays.copyOf(marks, size * MARKS), size);
    }

    /** For fields that came in another form than text. Names in lower case. */
    public static Fields of(List<Map.Entry<String, String>> fields) {
        StringBuilder text = new StringBuilder();
        int[] marks = new int[fields.size() * MARKS];
        int at = 0;
        for (Map.Entry<String, String> field : fields) {
            marks[at++] = text.length();
            text.append(field.getKey());
            marks[at++] = text.length();
            marks[at++] = text.length();
            text.append(field.getValue());
            marks[at++] = text.length();
            at++;
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < marks.length; i += MARKS) {
            mark(bytes, marks, i);
        }
        return of(bytes, marks, fields.size());
    }

    /** Fills in the name's constant of the field whose marks begin at {@code mark}. */
    public static FieldName mark(byte[] bytes, int[] marks, int mark) {
        FieldName name = FieldName.of(bytes, marks[mark], marks[mark + 1]);
        marks[mark + 4] = name.code();
        return name;
    }

    public int size() {
        return size;
    }

    public boolean contains(FieldName name) {
        return (present & 1L << name.code()) != 0;
    }

    public int count(FieldName name) {
        int count = 0;
        if (contains(name)) {
            for (int i = 0; i < size; i++) {
                count += marks[i * MARKS + 4] == name.code() ? 1 : 0;
            }
        }
        return count;
    }

    /** The first value under that name; null when there is none. */
    public @Nullable String first(FieldName name) {
        if (contains(name)) {
            for (int i = 0; i < size; i++) {
                if (marks[i * MARKS + 4] == name.code()) {
                    return value(i);
                }
            }
        }
        return null;
    }

    /** What the only field of that name says, if that is digits and nothing else; otherwise -1. */
    public long number(FieldName name) {
        if (count(name) != 1) {
            return -1;
        }
        int field = 0;
        while (known(field) != name) {
            field++;
        }
        return number(marks[field * MARKS + 2], marks[field * MARKS + 3]);
    }

    private long number(int start, int end) {
        int first = start;
        while (end - first > DIGITS_MAX && bytes[first] == '0') {
            first++;
        }
        if (start == end || end - first > DIGITS_MAX) {
            return -1;
        }
        long number = 0;
        for (int i = first; i < end; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return -1;
            }
            number = number * 10 + (bytes[i] - '0');
        }
        return number;
    }

    /** Whether the first value under that name is that word, in any case. */
    public boolean says(FieldName name, String lowerWord) {
        for (int i = 0; i < size && contains(name); i++) {
            if (marks[i * MARKS + 4] == name.code()) {
                return isText(marks[i * MARKS + 2], marks[i * MARKS + 3], lowerWord);
            }
        }
        return false;
    }

    /** Whether the first value under that name begins with these characters, in any case. */
    public boolean begins(FieldName name, String lower) {
        for (int i = 0; i < size && contains(name); i++) {
            if (marks[i * MARKS + 4] == name.code()) {
                int start = marks[i * MARKS + 2];
                return marks[i * MARKS + 3] - start >= lower.length() && isText(start, start + lower.length(), lower);
            }
        }
        return false;
    }

    /** The first value under that name, given in lower case. */
    public Optional<String> first(String lowerName) {
        for (int i = 0; i < size; i++) {
            if (isNamed(i, lowerName)) {
                return Optional.of(value(i));
            }
        }
        return Optional.empty();
    }

    /** All values under that name. */
    public List<String> all(FieldName name) {
        List<String> values = new ArrayList<>(1);
        for (int i = 0; i < size; i++) {
            if (known(i) == name) {
                values.add(value(i));
            }
        }
        return values;
    }

    public FieldName known(int field) {
        return FieldName.of(marks[field * MARKS + 4]);
    }

    /** As it came. */
    public String name(int field) {
        return text(marks[field * MARKS], marks[field * MARKS + 1]);
    }

    public String value(int field) {
        return text(marks[field * MARKS + 2], marks[field * MARKS + 3]);
    }

    /** In lower case: the same object for a name that comes often. */
    public AsciiString lowerName(int field) {
        return LowerNames.of(bytes, marks[field * MARKS], marks[field * MARKS + 1]);
    }

    /** A value's octets, copied, so that whoever keeps them does not keep the whole head. */
    public AsciiString octets(int field) {
        int start = marks[field * MARKS + 2];
        return new AsciiString(bytes, start, marks[field * MARKS + 3] - start, true);
    }

    public boolean isNamed(int field, String lowerName) {
        return isText(marks[field * MARKS], marks[field * MARKS + 1], lowerName);
    }

    /** Writes one field as a line. */
    public void line(int field, HeadBytes to) {
        int mark = field * MARKS;
        to.bytes(bytes, marks[mark], marks[mark + 1] - marks[mark]);
        to.colon();
        to.bytes(bytes, marks[mark + 2], marks[mark + 3] - marks[mark + 2]);
        to.line();
    }

    /** For the record: lower-case names, values of one name joined. */
    public Headers recorded() {
        String[] names = new String[size];
        String[] values = new String[size];
        int different = 0;
        for (int i = 0; i < size; i++) {
            String name = lowerName(i).toString();
            different = Headers.add(names, values, different, name, value(i));
        }
        return Headers.of(names, values, different);
    }

    private boolean isText(int start, int end, String lower) {
        return LowerNames.is(lower, bytes, start, end);
    }

    private String text(int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }
}
