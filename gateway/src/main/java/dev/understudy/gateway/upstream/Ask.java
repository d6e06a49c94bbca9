package dev.understudy.gateway.upstream;

import dev.understudy.config.Model.Credentials;
import dev.understudy.gateway.wire.FieldName;
import dev.understudy.gateway.wire.HeadBytes;
import dev.understudy.gateway.wire.HttpFields;
import dev.understudy.gateway.wire.RequestHead;
import java.util.Set;

/**
 * What a client wants to know, before it is put in one model's words.
 *
 * @param contentLength of the body; -1 for chunked; 0 for none
 * @param scheme by which the client came
 * @param plain whether the answer has to come uncompressed, so that it can be mixed
 */
public record Ask(RequestHead head, long contentLength, String clientAddress, String scheme, boolean plain) {
    /** As the client asked. */
    public static Ask of(RequestHead head, String clientAddress, String scheme, boolean plain) {
        return new Ask(head, head.contentLength(), clientAddress, scheme, plain);
    }

    /** The same with a body that is already here. */
    public Ask withBody(int length) {
        return new Ask(head, length, clientAddress, scheme, plain);
    }

    boolean isChunked() {
        return contentLength < 0;
    }

    /** The head for one model. Credentials go to legacy alone, unless the model's settings say otherwise. */
    void write(HeadBytes to, Upstream upstream, Endpoint endpoint, boolean legacy) {
        Upstream.Own own = upstream.own();
        Set<String> set = own.names();
        to.text(head.method())
                .text(" ")
                .text(endpoint.basePath())
                .text(head.target())
                .text(" HTTP/1.1\r\n");
        field(to, set, FieldName.HOST.text(), endpoint.authority());
        boolean credentials = legacy || upstream.model().credentials() instanceof Credentials.PassThrough;
        HttpFields.writeForwarded(head.fields(), credentials, plain ? own.plainNames() : set, to);
        if (isChunked()) {
            to.text("transfer-encoding: chunked\r\n");
        } else if (head.hasBody()) {
            to.text("content-length: ").number(contentLength).line();
        }
        field(to, set, "x-forwarded-for", clientAddress);
        field(to, set, "x-forwarded-proto", scheme);
        String host = head.host();
        if (host != null) {
            field(to, set, "x-forwarded-host", host);
        }
        if (plain) {
            field(to, set, FieldName.ACCEPT_ENCODING.text(), "identity");
        }
        to.text(own.lines()).line();
    }

    private static void field(HeadBytes to, Set<String> set, String name, String value) {
        if (!set.contains(name)) {
            to.field(name, value);
        }
    }
}
