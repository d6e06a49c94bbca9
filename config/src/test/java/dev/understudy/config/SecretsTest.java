package dev.understudy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    private static final String SECRET = "sk-THE-SECRET-1234";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "admin: {auth: {bearer: S}}",
                "admin: {auth: {bearer: [S]}}",
                "admin: {auth: {bearer: {S}}}",
                "admin: {auth: {bearer: {value: S}}}",
                "admin: {auth: {bearer: {env: S}}}",
                "admin: {auth: {bearer: {file: [S]}}}",
                "admin: {auth: {bearer: {file: x, env: S}}}",
                "admin: {auth: S}",
                "admin: S",
                "sink: S"
            })
    void a_secret_where_a_reference_belongs_is_refused_and_not_shown(String section) {
        List<String> problems = Yaml.problems(Yaml.with(section.replace("S", SECRET)));

        assertThat(problems).isNotEmpty().noneMatch(problem -> problem.contains(SECRET));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "credentials: S",
                "credentials: {bearer: S}",
                "credentials: {bearer: {token: S}}",
                "rewrite: {setHeaders: {Authorization: Bearer S}}",
                "rewrite: {setHeaders: {x-api-key: S}}",
                "rewrite: {setHeaders: {Cookie: S}}",
                "timeout: {bearer: {file: S}}"
            })
    void a_model_s_secret_in_the_file_is_refused_and_not_shown(String setting) {
        List<String> problems =
                Yaml.problems(Yaml.withModel("{url: \"http://h:1\", " + setting.replace("S", SECRET) + "}"));

        assertThat(problems).isNotEmpty().noneMatch(problem -> problem.contains(SECRET));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://user:S@h:1", "http://S@h:1/", "http://user:S@my_host:1", "http://a b:S@h:1"})
    void a_password_in_an_address_is_refused_and_not_shown(String url) {
        List<String> problems = Yaml.problems(Yaml.withModel("{url: \"" + url.replace("S", SECRET) + "\"}"));

        assertThat(problems).isNotEmpty().noneMatch(problem -> problem.contains(SECRET));
    }
}
