package dev.understudy.gateway.llm;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.understudy.pair.QuotedNames;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a call to a language model does beside answering, so that a second model must not be asked the same. */
public enum SideEffect {
    /** It works on what the provider keeps: files, batches, threads. */
    STATEFUL_PATH,
    /** It asks the provider to keep something, to go on later, or refers to what was kept. */
    STATE,
    /** It lets the provider run tools: search the web, execute code, call other servers. */
    SERVER_TOOLS;

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private static final QuotedNames NAMES = new QuotedNames(
            "store",
            "previous_response_id",
            "conversation",
            "background",
            "container",
            "web_search_options",
            "mcp_servers",
            "tools");

    private static final Set<String> STATEFUL_SEGMENTS = Set.of(
            "files",
            "uploads",
            "batches",
            "fine_tuning",
            "assistants",
            "threads",
            "vector_stores",
            "conversations",
            "containers",
            "evals",
            "skills",
            "videos",
            "realtime");

    /** What stands before a resource of an LLM's provider: a version, or the provider. */
    private static final Pattern BEFORE = Pattern.compile("v[0-9]+[a-z0-9]*|openai|messages");

    /** Tools that the client runs, or that are no more than a form of the answer; any other is run by the provider. */
    private static final Set<String> CLIENT_TOOLS = Set.of("function", "custom", "local_shell", "apply_patch");

    /** The same with a date behind, as Anthropic names them. */
    private static final List<String> CLIENT_TOOL_FAMILIES = List.of("bash_", "text_editor_", "memory_");

    /** Of a path without its query. */
    public static Optional<SideEffect> ofPath(String path) {
        String[] segments = path.split("/", -1);
        for (int at = 1; at < segments.length; at++) {
            String before = segments[at - 1];
            boolean more = at + 1 < segments.length && !segments[at + 1].isEmpty();
            boolean stateful = switch (segments[at]) {
                case "responses" -> more && BEFORE.matcher(before).matches();
                case "completions" -> more && before.equals("chat");
                default ->
                    STATEFUL_SEGMENTS.contains(segments[at])
                            && BEFORE.matcher(before).matches();
            };
            if (stateful) {
                return Optional.of(STATEFUL_PATH);
            }
        }
        return Optional.empty();
    }

    /** Of a JSON body; anything else has none. The responses API keeps what is not told to be forgotten. */
    public static Optional<SideEffect> ofBody(byte[] body, Api api) {
        boolean keeps = api == Api.RESPONSES;
        if (!keeps && !NAMES.mayBeIn(body)) {
            return Optional.empty();
        }
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            Fields fields = new Fields(keeps);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                fields.read(parser, parser.currentName(), parser.nextToken());
            }
            return fields.found();
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    /** What the fields of a body ask for. */
    private static final class Fields {
        private boolean store;
        private boolean state;
        private boolean tools;

        Fields(boolean storesByDefault) {
            store = storesByDefault;
        }

        void read(JsonParser parser, String name, JsonToken value) throws IOException {
            boolean given = value != JsonToken.VALUE_NULL && value != JsonToken.VALUE_FALSE;
            switch (name) {
                case "store" -> store = value == JsonToken.VALUE_NULL ? store : given;
                case "previous_response_id", "conversation", "background", "container" -> state |= given;
                case "web_search_options" -> tools |= given;
                case "mcp_servers" -> tools |= value != JsonToken.START_ARRAY ? given : isFilled(parser);
                case "tools" -> tools |= value == JsonToken.START_ARRAY && hasServerTool(parser);
                default -> {
                    // says nothing of what is left behind
                }
            }
            parser.skipChildren();
        }

        Optional<SideEffect> found() {
            if (store || state) {
                return Optional.of(STATE);
            }
            return tools ? Optional.of(SERVER_TOOLS) : Optional.empty();
        }

        /** Leaves the parser at the array's end. */
        private static boolean isFilled(JsonParser parser) throws IOException {
            boolean filled = false;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                filled = true;
                parser.skipChildren();
            }
            return filled;
        }

        /** Leaves the parser at the array's end. */
        private static boolean hasServerTool(JsonParser parser) throws IOException {
            boolean found = false;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() == JsonToken.START_OBJECT) {
                    found |= isServerTool(parser);
                } else {
                    parser.skipChildren();
                }
            }
            return found;
        }

        /** A tool without a type is one of Anthropic's that the client runs. */
        private static boolean isServerTool(JsonParser parser) throws IOException {
            boolean server = false;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean type = parser.currentName().equals("type");
                if (parser.nextToken() == JsonToken.VALUE_STRING && type) {
                    server = !isOfClient(parser.getText());
                }
                parser.skipChildren();
            }
            return server;
        }

        private static boolean isOfClient(String type) {
            return CLIENT_TOOLS.contains(type) || CLIENT_TOOL_FAMILIES.stream().anyMatch(type::startsWith);
        }
    }
}
