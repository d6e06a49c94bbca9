package dev.understudy.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.Identity.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityTest {
    private static final String REST = "models: {a: {url: \"http://h:1\"}}\nversion: 1\nroutes: [" + Yaml.ROUTE + "]\n";

    @Test
    void without_identity_there_is_no_source() {
        assertThat(Yaml.parse(REST).identity()).isEqualTo(Identity.NONE);
    }

    @Test
    void sources_keep_the_order_of_the_file() {
        Identity identity = Yaml.parse(REST
                        + "identity: {user: [{bodyField: /user}, {header: X-User}, {jwtClaim: sub}],"
                        + " conversation: [{header: c}]}")
                .identity();

        assertThat(identity.user())
                .containsExactly(
                        new Source.BodyField(new Pointer("/user")),
                        new Source.Header("x-user"),
                        new Source.JwtClaim("sub"));
        assertThat(identity.conversation()).containsExactly(new Source.Header("c"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {user: []}                           | identity.user: 0 elements (expected: 1..1000)
                    {user: [{}]}                         | identity.user[0]: 0 sources in one (expected: one of {header: …}, {jwtClaim: …}, {bodyField: …})
                    {user: [{header: a, jwtClaim: b}]}   | identity.user[0]: 2 sources in one (expected: one of {header: …}, {jwtClaim: …}, {bodyField: …})
                    {user: [{header: a}, {header: A}]}   | identity.user[1]: a mapping stands in this list already, in line 4 (expected: once)
                    {user: [{bodyField: user}]}          | identity.user[0].bodyField: "user" (expected: a JSON pointer, such as "/user")
                    {user: [{bodyField: ""}]}            | identity.user[0].bodyField: the whole body (expected: a field, such as /user)
                    {user: [{bodyField: /a~2}]}          | identity.user[0].bodyField: "/a~2" (expected: a JSON pointer with ~0 for ~ and ~1 for / in its names)
                    {user: {header: a}}                  | identity.user: a mapping (expected: a list, such as [a, b])
                    """)
    void what_is_wrong_is_said_with_what_was_expected(String identity, String problem) {
        assertThat(Yaml.problems(REST + "identity: " + identity)).containsExactly(problem);
    }
}
