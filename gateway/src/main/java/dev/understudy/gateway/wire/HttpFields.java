package dev.understudy.gateway.wire;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which header fields go on to the other side, and which stop here (RFC 9110, section 7.6.1). */
public final class HttpFields {
    /** Every answer carries it; feedback refers to it. */
    public static final String PAIR_ID = "x-understudy-id";

    /** Which model answered, where a route reveals it. */
    public static final String MODEL = "x-understudy-model";

    /** A client that does not want its request to be copied. */
    public static final String OPT_OUT = "x-understudy-opt-out";

    /** Says by whom a request came (RFC 9110, section 7.6.3). */
    private static final String VIA = " understudy\r\n";

    private HttpFields() {}

    /** Adds this hop to those that a request came by already. */
    public static void writeVia(Version received, HeadBytes to) {
        to.text(received.via()).text(VIA);
    }

    /** Writes the fields of a client's request that a model may see, without framing, forwarding and what stops here. */
    public static void writeForwarded(Fields from, boolean credentials, Set<String> replaced, HeadBytes to) {
        Set<String> nominated = nominated(from);
        for (int i = 0; i < from.size(); i++) {
            if (isForwarded(from, i, credentials, nominated, replaced)) {
                from.line(i, to);
            }
        }
    }

    private static boolean isForwarded(
            Fields from, int field, boolean credentials, Set<String> nominated, Set<String> replaced) {
        FieldName known = from.known(field);
        return !known.stopsInRequest()
                && (credentials || !known.isCredential())
                && isFree(from, field, nominated)
                && isFree(from, field, replaced);
    }

    /** Whether a client said that it keeps what stands behind a body (RFC 9110, section 10.1.4). */
    public static boolean takesTrailers(Fields request) {
        if (!request.contains(FieldName.TE)) {
            return false;
        }
        for (String value : request.all(FieldName.TE)) {
            for (String coding : value.split(",", -1)) {
                if (coding.strip().equalsIgnoreCase("trailers")) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Writes the fields of a model's response that a client may see, without framing and what stops here. */
    public static void writeAnswered(Fields from, boolean validators, HeadBytes to) {
        Set<String> nominated = nominated(from);
        for (int i = 0; i < from.size(); i++) {
            if (isAnswered(from, i, validators, nominated)) {
                from.line(i, to);
            }
        }
    }

    /** Whether a client may see this field of a model's response. */
    public static boolean isAnswered(Fields from, int field, boolean validators, Set<String> nominated) {
        FieldName known = from.known(field);
        return !known.stopsInResponse() && (validators || !known.isValidator()) && isFree(from, field, nominated);
    }

    /** Writes what may stand behind an answer's body (RFC 9110, section 6.5.1). */
    public static void writeTrailers(Fields from, HeadBytes to) {
        for (int i = 0; i < from.size(); i++) {
            if (from.known(i).mayTrail()) {
                from.line(i, to);
            }
        }
    }

    /** The names that a {@code connection} field says are for this hop alone, in lower case. */
    public static Set<String> nominated(Fields fields) {
        if (!fields.contains(FieldName.CONNECTION) || (fields.count(FieldName.CONNECTION) == 1 && isCommon(fields))) {
            return Set.of();
        }
        List<String> values = fields.all(FieldName.CONNECTION);
        Set<String> names = new HashSet<>();
        for (String value : values) {
            for (String name : value.split(",", -1)) {
                names.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        names.remove("");
        return names;
    }

    private static boolean isFree(Fields fields, int field, Set<String> taken) {
        return taken.isEmpty() || !taken.contains(fields.name(field).toLowerCase(Locale.ROOT));
    }

    private static boolean isCommon(Fields fields) {
        return fields.says(FieldName.CONNECTION, "keep-alive") || fields.says(FieldName.CONNECTION, "close");
    }
}
