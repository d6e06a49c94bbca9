package dev.understudy.gateway.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.gateway.testing.Head;
import dev.understudy.gateway.testing.Header;
import dev.understudy.gateway.testing.RawResponse;
import dev.understudy.gateway.testing.ReceivedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a model has seen of one case, held against what it must have seen. */
final class SeenCheck {
    private final String what;
    private final Wire wire;
    private final RequestRow row;
    private final List<ReceivedRequest> seen;
    private final List<String> wanted = new ArrayList<>();

    SeenCheck(String what, Wire wire, RequestRow row, List<ReceivedRequest> seen) {
        this.what = what;
        this.wire = wire;
        this.row = row;
        // what a case before left unfinished may arrive late; what it finished may not
        this.seen = seen.stream()
                .filter(request -> request.complete() || isOurs(request))
                .filter(request -> !request.target().endsWith("/probe"))
                .toList();
    }

    /** The whole requests that the model got. */
    List<String> holds(List<RawResponse> responses) {
        for (ReceivedRequest request : seen) {
            assertThat(isOurs(request))
                    .as("%s: another's request: %s", what, request)
                    .isTrue();
            forwarded(request.head());
        }
        for (String item : row.seen().isBlank() ? new String[0] : row.seen().split(" ; ", -1)) {
            item(item.strip(), responses);
        }
        List<String> whole = seen.stream()
                .filter(ReceivedRequest::complete)
                .map(SeenCheck::text)
                .toList();
        if (wanted.isEmpty()) {
            long served =
                    row.answers().stream().filter(RequestRow.Answer::isServed).count();
            assertThat(whole).as("%s: requests at the model", what).hasSize((int) served);
            assertThat(whole).as(what).noneMatch(request -> request.contains("smuggled"));
        } else {
            assertThat(whole).as("%s: requests at the model", what).isEqualTo(wanted);
        }
        return whole;
    }

    private boolean isOurs(ReceivedRequest request) {
        return (request.head().startLine() + request.head().headers()).contains(wire.octets("{T}"));
    }

    private void item(String item, List<RawResponse> responses) {
        Head first = seen.isEmpty() ? new Head("none", List.of()) : seen.get(0).head();
        RawResponse last = responses.get(responses.size() - 1);
        switch (item.charAt(0)) {
            case '+' -> field(first, item.substring(1));
            case '-' ->
                assertThat(first.all(item.substring(1)))
                        .as("%s: %s", what, item)
                        .isEmpty();
            case '<' -> {
                if (item.charAt(1) == '-') {
                    assertThat(last.head().all(item.substring(2)))
                            .as("%s: %s", what, item)
                            .isEmpty();
                } else {
                    field(last.head(), item.substring(1));
                }
            }
            case '~' ->
                assertThat(last.interim().stream().map(head -> head.startLine().substring(9, 12)))
                        .as("%s: interim answers", what)
                        .isEqualTo(item.equals("~-") ? List.of() : List.of(item.substring(1)));
            default -> wanted.add(wire.octets(item));
        }
    }

    private void field(Head head, String field) {
        String octets = wire.octets(field);
        int colon = octets.indexOf(':');
        assertThat(String.join(", ", head.all(octets.substring(0, colon))))
                .as("%s: %s", what, field)
                .isEqualTo(octets.substring(colon + 1).strip());
    }

    /** Nothing that every model must be spared, and everything that it must be told. */
    private void forwarded(Head head) {
        List<String> names = head.headers().stream()
                .map(Header::name)
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
        assertThat(names)
                .as(what)
                .doesNotContain("connection", "keep-alive", "proxy-connection", "te", "trailer", "upgrade", "expect")
                .noneMatch(name -> name.startsWith("x-understudy-"));
        assertThat(head.all("host")).as(what).containsExactly(wire.octets("{MODEL}"));
        for (String name : List.of("x-forwarded-for", "x-forwarded-proto")) {
            assertThat(head.all(name)).as("%s: %s", what, name).hasSize(1);
        }
        assertThat(head.all("via")).as(what).last().asString().endsWith(" understudy");
    }

    private static String text(ReceivedRequest request) {
        String body = new String(request.bodyBytes(), ISO_8859_1);
        return request.method() + " " + request.target() + (body.isEmpty() ? "" : " " + body);
    }
}
