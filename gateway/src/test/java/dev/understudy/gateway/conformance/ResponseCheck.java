package dev.understudy.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.gateway.testing.Header;
import dev.understudy.gateway.testing.RawResponse;
import java.util.List;
import java.util.regex.Pattern;

/** What must hold of every answer that a client gets, whichever case it is. */
record ResponseCheck(String what, RawResponse response) {
    private static final Pattern DATE =
            Pattern.compile("(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-3][0-9] [A-Z][a-z]{2} 20[0-9]{2} [0-9:]{8} GMT");
    private static final Pattern ID = Pattern.compile("[0-9A-HJKMNP-TV-Z]{26}");
    private static final Pattern PAGE =
            Pattern.compile("\\{\"error\":\"[a-zA-Z]+\",\"message\":\"[^\"]*\",\"id\":\"[0-9A-Z]{26}\"}\n");

    void holds(RequestRow.Answer answer, String token) {
        assertThat(answer.statuses()).as("%s: %s", what, response).contains(response.status());
        assertThat(response.ending()).as(what).isEqualTo(RawResponse.Ending.COMPLETE);
        assertThat(response.head().all("date"))
                .as(what)
                .singleElement()
                .asString()
                .matches(DATE);
        assertThat(response.head().all("x-understudy-id"))
                .as(what)
                .singleElement()
                .asString()
                .matches(ID);
        for (String name : List.of("server", "via", "keep-alive", "upgrade", "x-understudy-model")) {
            assertThat(response.header(name)).as("%s: %s", what, name).isEmpty();
        }
        if (answer.isServed()) {
            assertThat(response.header("x-echo").orElse("missing"))
                    .as("%s: another's answer", what)
                    .containsAnyOf(token, " / ");
        } else {
            page(answer);
        }
    }

    /** A page of ours names the problem and nothing of the inside. */
    private void page(RequestRow.Answer answer) {
        assertThat(response.header("x-echo")).as("%s: a model was asked", what).isEmpty();
        if (!answer.toHead() && response.status() != 204) {
            assertThat(response.body()).as(what).matches(PAGE);
        }
        assertThat(response.head().headers().stream().map(Header::name))
                .as(what)
                .isSubsetOf(
                        "date",
                        "content-type",
                        "content-length",
                        "allow",
                        "x-understudy-id",
                        "connection",
                        "retry-after");
    }
}
