package dev.understudy.gateway.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A client's wish to go on as a WebSocket, well-formed (RFC 6455, section 4.2.1), and what an answer has to say that grants it.
 *
 * @param accept the proof that the answerer has read this request
 * @param offered the subprotocols that the client can speak
 */
public record WebSocketHandshake(String accept, Set<String> offered) {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{21}[AQgw]==");

    public WebSocketHandshake {
        offered = Set.copyOf(offered);
    }

    /** Empty for every other request, and for a wish that is not put as it must be. */
    public static Optional<WebSocketHandshake> of(RequestHead head) {
        Fields fields = head.fields();
        if (!fields.contains(FieldName.UPGRADE)
                || head.version().isOld()
                || !head.method().equals("GET")
                || head.hasBody()
                || !has(fields.all(FieldName.UPGRADE), "websocket")
                || !has(fields.all(FieldName.CONNECTION), "upgrade")
                || !all(fields, "sec-websocket-version").equals(List.of("13"))) {
            return Optional.empty();
        }
        List<String> keys = all(fields, "sec-websocket-key");
        if (keys.size() != 1 || !KEY.matcher(keys.get(0)).matches()) {
            return Optional.empty();
        }
        return Optional.of(new WebSocketHandshake(
                proof(keys.get(0)), new HashSet<>(words(all(fields, "sec-websocket-protocol")))));
    }

    /** Whether a 101 grants this very wish, and no other. */
    public boolean isGrantedBy(ResponseHead head) {
        Fields fields = head.fields();
        List<String> chosen = all(fields, "sec-websocket-protocol");
        return head.status() == 101
                && has(fields.all(FieldName.UPGRADE), "websocket")
                && has(fields.all(FieldName.CONNECTION), "upgrade")
                && all(fields, "sec-websocket-accept").equals(List.of(accept))
                && (chosen.isEmpty() || (chosen.size() == 1 && offered.contains(chosen.get(0))));
    }

    private static boolean has(List<String> values, String word) {
        return words(values).stream()
                .anyMatch(found -> found.toLowerCase(Locale.ROOT).equals(word));
    }

    private static List<String> words(List<String> values) {
        return values.stream()
                .flatMap(value -> List.of(value.split(",", -1)).stream())
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static List<String> all(Fields fields, String lowerName) {
        List<String> values = new ArrayList<>(1);
        for (int i = 0; i < fields.size(); i++) {
            if (fields.isNamed(i, lowerName)) {
                values.add(fields.value(i));
            }
        }
        return values;
    }

    private static String proof(String key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            return Base64.getEncoder().encodeToString(digest.digest((key + GUID).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
