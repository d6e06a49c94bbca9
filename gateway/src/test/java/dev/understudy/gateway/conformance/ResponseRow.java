package dev.understudy.gateway.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.understudy.gateway.testing.Behaviour;
import dev.understudy.gateway.testing.RawClient;
import java.util.Arrays;
import java.util.List;

/**
 * One row of {@code responses.txt}.
 *
 * @param octets each stands for {@code {o}} in turn; -1 alone where there is no such word
 * @param answer a status, and a body or {@code cut}
 */
record ResponseRow(String name, List<Integer> octets, String request, String bytes, String answer, List<String> more) {
    private static final String OK = "HTTP/1.1 200 OK\r\nX-Echo: x\r\n";

    static List<ResponseRow> all() {
        return Table.rows("responses.txt", 5).stream().map(ResponseRow::of).toList();
    }

    private static ResponseRow of(List<String> cells) {
        return new ResponseRow(
                RequestRow.nameOf(cells.get(0)),
                RequestRow.octetsOf(cells.get(0)),
                cells.get(1),
                cells.get(2),
                cells.get(3),
                Arrays.stream(cells.get(4).split(" ; ", -1)).map(String::strip).toList());
    }

    int status() {
        return Integer.parseInt(answer, 0, 3, 10);
    }

    boolean isCut() {
        return answer.endsWith(" cut");
    }

    String body() {
        return answer.length() > 3 ? new Wire("").octets(answer.substring(4)) : "";
    }

    String request(String path) {
        return switch (request) {
            case "OLD" -> "GET " + path + " HTTP/1.0\r\nHost: a\r\n\r\n";
            case "HASTY" -> RawClient.request("GET", path + "/hasty", "");
            case "POST" -> RawClient.request("POST", path, "once");
            default -> RawClient.request(request, path, "");
        };
    }

    /** What the model does, to this request and to its like. */
    Behaviour behaviour(int octet) {
        byte[] raw = new Wire("")
                .say("OK", OK)
                .say("o", RequestRow.word(octet))
                .say("close", "")
                .say("reset", "")
                .say("stall", "")
                .octets(bytes)
                .getBytes(ISO_8859_1);
        return exchange -> {
            exchange.readBody().send(raw);
            if (bytes.endsWith("{close}")) {
                exchange.close();
            } else if (bytes.endsWith("{reset}")) {
                exchange.reset();
            } else if (bytes.endsWith("{stall}")) {
                exchange.hang();
            }
        };
    }

    @Override
    public String toString() {
        return request + ": " + name;
    }
}
