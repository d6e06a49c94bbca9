package dev.understudy.gateway.http2;

import dev.understudy.gateway.http1.Octets;
import dev.understudy.gateway.wire.FieldName;
import dev.understudy.gateway.wire.Fields;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of a message that came over HTTP/2, of a client or a model, as we keep them: without pseudo-fields, with one {@code cookie} field made
 * of all (RFC 9113, section 8.2.3), and nothing in them that would mean something else in HTTP/1.1.
 */
public final class FieldList {
    private final List<AsciiString> parts = new ArrayList<>();
    private final List<AsciiString> cookies = new ArrayList<>(0);
    private int length;

    private FieldList() {}

    /** Nothing when one of them is malformed, or is about the connection, which fields are not in HTTP/2. */
    public static Optional<Fields> of(Http2Headers headers) {
        FieldList list = new FieldList();
        for (Map.Entry<CharSequence, CharSequence> field : headers) {
            AsciiString name = AsciiString.of(field.getKey());
            if (name.length() > 0 && name.charAt(0) == ':') {
                continue;
            }
            AsciiString value = AsciiString.of(field.getValue());
            if (!isName(name) || !isValue(value)) {
                return Optional.empty();
            }
            if (name.contentEquals(FieldName.COOKIE.text())) {
                list.cookie(value);
            } else {
                list.add(name, value);
            }
        }
        if (!list.cookies.isEmpty()) {
            list.add(AsciiString.of(FieldName.COOKIE.text()), AsciiString.of(String.join("; ", list.cookies)));
        }
        Fields fields = list.fields();
        return isOfTheMessage(fields) ? Optional.of(fields) : Optional.empty();
    }

    static boolean isToken(char c) {
        return c < 128 && Octets.isToken((byte) c);
    }

    /** An empty one says nothing, and would leave white space at the end of all. */
    private void cookie(AsciiString value) {
        if (!value.isEmpty()) {
            cookies.add(value);
        }
    }

    private void add(AsciiString name, AsciiString value) {
        parts.add(name);
        parts.add(value);
        length += name.length() + value.length();
    }

    private Fields fields() {
        byte[] bytes = new byte[length];
        int size = parts.size() / 2;
        int[] marks = new int[size * Fields.MARKS];
        int at = 0;
        for (int i = 0; i < parts.size(); i++) {
            AsciiString part = parts.get(i);
            int mark = i / 2 * Fields.MARKS + i % 2 * 2;
            marks[mark] = at;
            part.copy(0, bytes, at, part.length());
            at += part.length();
            marks[mark + 1] = at;
        }
        for (int mark = 0; mark < marks.length; mark += Fields.MARKS) {
            FieldName unused = Fields.mark(bytes, marks, mark);
        }
        return Fields.of(bytes, marks, size);
    }

    private static boolean isOfTheMessage(Fields fields) {
        return !fields.contains(FieldName.CONNECTION)
                && !fields.contains(FieldName.KEEP_ALIVE)
                && !fields.contains(FieldName.PROXY_CONNECTION)
                && !fields.contains(FieldName.TRANSFER_ENCODING)
                && !fields.contains(FieldName.UPGRADE)
                && (!fields.contains(FieldName.TE)
                        || (fields.count(FieldName.TE) == 1 && fields.says(FieldName.TE, "trailers")));
    }

    /** A token without capitals (section 8.2.1). */
    private static boolean isName(AsciiString name) {
        for (int i = 0; i < name.length(); i++) {
            byte octet = name.byteAt(i);
            if (!Octets.isToken(octet) || (octet >= 'A' && octet <= 'Z')) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /** No control characters, no white space around it (section 8.2.1). */
    private static boolean isValue(AsciiString value) {
        for (int i = 0; i < value.length(); i++) {
            if (!Octets.isValue(value.byteAt(i))) {
                return false;
            }
        }
        int last = value.length() - 1;
        return last < 0 || (!Octets.isBlank(value.byteAt(0)) && !Octets.isBlank(value.byteAt(last)));
    }
}
