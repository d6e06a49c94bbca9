package dev.understudy.pair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyRewriteTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    /model="x"         | {"model":"a"}                      | {"model":"x"}
                    /model="x"         | { "n" : 1.50e+1 , "model" : "a\\"b" , "z":[ 1,2 ]} | { "n" : 1.50e+1 , "model" : "x" , "z":[ 1,2 ]}
                    /model="x"         | {"a":{"model":1}}                  | {"a":{"model":1},"model":"x"}
                    /model="x"         | {}                                 | {"model":"x"}
                    /model="x"         | { }                                | { "model":"x"}
                    /model="x"         | {"model":1,"model":2}              | {"model":"x","model":"x"}
                    /model="x"         | {"model":{"deep":[1,{"a":2}]},"b":1} | {"model":"x","b":1}
                    /model="x"         | {"\\u006dodel":"a"}                | {"\\u006dodel":"x"}
                    /a/b=1             | {"a":{"c":2}}                      | {"a":{"c":2,"b":1}}
                    /a/b=1             | {"a":{"b":null},"c":"ä€"}          | {"a":{"b":1},"c":"ä€"}
                    /m/1/c="x"         | {"m":[{"c":"0"},{"c":"1"}]}        | {"m":[{"c":"0"},{"c":"x"}]}
                    /m/1/d=true        | {"m":[{"c":"0"},{"c":"1"}]}        | {"m":[{"c":"0"},{"c":"1","d":true}]}
                    /a~1b=1            | {"a/b":0}                          | {"a/b":1}
                    /t=0,/model="x"    | {"model":"m","messages":[],"t":0.70} | {"model":"x","messages":[],"t":0}
                    /t=0,/a="x"        | {}                                 | {"a":"x","t":0}
                    """)
    void only_what_is_named_is_another(String values, String body, String expected) {
        assertThat(rewritten(values, body.replace("\\\\", "\\"))).isEqualTo(expected.replace("\\\\", "\\"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not JSON",
                "{\"model\":\"a\"",
                "{\"model\":\"a\"} {}",
                "{\"model\":\"a\"}}",
                "[1]",
                "3",
                "\"model\"",
                "{\"model\":.}"
            })
    void what_cannot_be_read_or_has_no_such_place_is_left_alone(String body) {
        assertThat(rewritten("/model=1", body)).isEqualTo("-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"b\":1}", "{\"a\":1}", "{\"a\":[1]}", "{\"a\":null}"})
    void a_place_without_an_object_around_it_is_no_place(String body) {
        assertThat(rewritten("/a/b=1", body)).isEqualTo("-");
    }

    /** As text, or a hyphen when nothing was rewritten. */
    private static String rewritten(String values, String body) {
        Map<Pointer, String> byPointer = new HashMap<>();
        for (String value : values.split(",", -1)) {
            int equals = value.indexOf('=');
            byPointer.put(new Pointer(value.substring(0, equals)), value.substring(equals + 1));
        }
        return new BodyRewrite(byPointer)
                .apply(body.getBytes(StandardCharsets.UTF_8))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("-");
    }
}
