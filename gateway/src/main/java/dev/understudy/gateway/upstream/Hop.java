package dev.understudy.gateway.upstream;

import dev.understudy.gateway.wire.FieldName;
import dev.understudy.gateway.wire.Fields;
import dev.understudy.gateway.wire.HeadBytes;
import dev.understudy.gateway.wire.RequestHead;
import java.util.Set;

/**
 * The last hop of a request before us, and what models are told of it. What hops before it said is believed only of one
 * that the configuration trusts; of others it is replaced.
 *
 * @param scheme by which it came: {@code http} or {@code https}
 */
public record Hop(String address, String scheme, Trust trust) {
    /** Whether the address is one of {@code listen.trustedProxies}. */
    public enum Trust {
        TRUSTED,
        UNKNOWN
    }

    /** Writes the forwarding fields, but those that the model's settings replace. */
    void write(RequestHead head, Set<String> replaced, HeadBytes to) {
        Fields fields = head.fields();
        boolean trusted = trust == Trust.TRUSTED;
        Ask.field(
                to,
                replaced,
                "x-forwarded-for",
                trusted ? appended(fields, FieldName.X_FORWARDED_FOR, address) : address);
        Ask.field(
                to,
                replaced,
                "x-forwarded-proto",
                trusted ? first(fields, FieldName.X_FORWARDED_PROTO, scheme) : scheme);
        String host = head.host();
        if (trusted) {
            host = first(fields, FieldName.X_FORWARDED_HOST, host == null ? "" : host);
            earlier(fields, FieldName.X_FORWARDED_PORT, replaced, to);
            earlier(fields, FieldName.X_REAL_IP, replaced, to);
            if (fields.contains(FieldName.FORWARDED)) {
                Ask.field(to, replaced, FieldName.FORWARDED.text(), appended(fields, FieldName.FORWARDED, element()));
            }
        }
        if (host != null && !host.isEmpty()) {
            Ask.field(to, replaced, "x-forwarded-host", host);
        }
    }

    private static void earlier(Fields fields, FieldName name, Set<String> replaced, HeadBytes to) {
        String value = fields.first(name);
        if (value != null) {
            Ask.field(to, replaced, name.text(), value);
        }
    }

    private static String first(Fields fields, FieldName name, String otherwise) {
        String value = fields.first(name);
        return value == null || value.isEmpty() ? otherwise : value;
    }

    private static String appended(Fields fields, FieldName name, String last) {
        StringBuilder all = new StringBuilder();
        for (String value : fields.all(name)) {
            all.append(value).append(value.isEmpty() ? "" : ", ");
        }
        return all.append(last).toString();
    }

    /** As RFC 7239 writes it. */
    private String element() {
        return "for=" + (address.contains(":") ? "\"[" + address + "]\"" : address) + ";proto=" + scheme;
    }
}
