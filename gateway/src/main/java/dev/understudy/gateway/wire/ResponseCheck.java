package dev.understudy.gateway.wire;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;

/** What Netty's decoder leaves to us of RFC 9112 in a model's response. */
public final class ResponseCheck {
    private ResponseCheck() {}

    /** Not with another protocol, an encoding that is not ours to undo, or a length beside chunks: the end is unknown. */
    public static boolean isReadable(HttpResponse head) {
        HttpVersion version = head.protocolVersion();
        List<String> encodings = head.headers().getAll("transfer-encoding");
        int lengths = head.headers().getAll("content-length").size();
        boolean chunked = encodings.size() == 1 && encodings.get(0).equalsIgnoreCase("chunked");
        return version.protocolName().equals("HTTP")
                && version.majorVersion() == 1
                && (encodings.isEmpty() || (chunked && lengths == 0))
                && lengths <= 1;
    }
}
