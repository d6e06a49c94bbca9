package dev.understudy.gateway.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SideEffectTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/files",
                "/v1/files/f1/content",
                "/v1/batches",
                "/v1/messages/batches",
                "/v1beta/files",
                "/openai/files",
                "/openai/v1/threads/t1/runs",
                "/proxy/team/v1/vector_stores",
                "/v1/conversations/c1",
                "/v1/responses/r1",
                "/v1/responses/r1/cancel",
                "/v1/chat/completions/c1"
            })
    void what_a_provider_keeps_has_paths_of_its_own(String path) {
        assertThat(SideEffect.ofPath(path)).contains(SideEffect.STATEFUL_PATH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/chat/completions",
                "/v1/responses",
                "/v1/responses/",
                "/v1/messages",
                "/v1/embeddings",
                "/v2/models/files/infer",
                "/search/files",
                "/files",
                "/",
                ""
            })
    void other_paths_say_nothing(String path) {
        assertThat(SideEffect.ofPath(path)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    chat/completions | STATE        | {"store":true}
                    chat/completions | STATE        | {"messages":[],"\\u0073tore":true}
                    chat/completions | STATE        | {"store": {"a":1}}
                    chat/completions | -            | {"store":false}
                    chat/completions | -            | {"store":null}
                    chat/completions | -            | {"messages":[{"store":true}]}
                    chat/completions | -            | {"messages":[{"content":"\\"store\\":true"}]}
                    chat/completions | SERVER_TOOLS | {"web_search_options":{}}
                    chat/completions | -            | {"tools":[{"type":"function","function":{"name":"web_search"}}]}
                    chat/completions | -            | {"tools":[{"type":"custom"}]}
                    chat/completions | -            | {"tools":[]}
                    chat/completions | -            | {"tools":"x"}
                    responses        | STATE        | {"input":"x"}
                    responses        | STATE        | {"input":"x","store":null}
                    responses        | STATE        | {"input":"x","store":true}
                    responses        | -            | {"input":"x","store":false}
                    responses        | STATE        | {"store":false,"previous_response_id":"r"}
                    responses        | -            | {"store":false,"previous_response_id":null}
                    responses        | STATE        | {"store":false,"conversation":{"id":"c"}}
                    responses        | STATE        | {"store":false,"background":true}
                    responses        | -            | {"store":false,"background":false}
                    responses        | SERVER_TOOLS | {"store":false,"tools":[{"type":"function"},{"type":"web_search_preview"}]}
                    responses        | SERVER_TOOLS | {"store":false,"tools":[{"type":"code_interpreter","container":{"type":"auto"}}]}
                    responses        | SERVER_TOOLS | {"store":false,"tools":[{"type":"mcp"}]}
                    responses        | SERVER_TOOLS | {"store":false,"tools":[{"type":"computer_use_preview"}]}
                    responses        | SERVER_TOOLS | {"store":false,"tools":[{"type":"image_generation"}]}
                    messages         | SERVER_TOOLS | {"tools":[{"type":"web_search_20250305","name":"web_search"}]}
                    messages         | SERVER_TOOLS | {"tools":[{"type":"code_execution_20250522"}]}
                    messages         | SERVER_TOOLS | {"mcp_servers":[{"type":"url"}]}
                    messages         | -            | {"mcp_servers":[]}
                    messages         | STATE        | {"container":"c1"}
                    messages         | -            | {"tools":[{"name":"f","input_schema":{"type":"object"}}]}
                    messages         | -            | {"tools":[{"type":"bash_20250124"},{"type":"text_editor_20250728"}]}
                    messages         | -            | {"max_tokens":1}
                    search           | -            | {"query":"tents"}
                    search           | STATE        | {"store":true}
                    search           | -            | [{"store":true}]
                    search           | -            | "store" is no JSON
                    """)
    void a_body_says_what_is_kept_and_run(String path, String effect, String body) {
        byte[] bytes = body.replace("\\\\", "\\").getBytes(StandardCharsets.UTF_8);

        assertThat(SideEffect.ofBody(bytes, Api.of("/v1/" + path)))
                .isEqualTo(Optional.ofNullable(effect).map(SideEffect::valueOf));
    }
}
