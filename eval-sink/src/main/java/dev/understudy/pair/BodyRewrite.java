package dev.understudy.pair;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.understudy.config.Pointer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a model's requests get instead of what the client wrote: values at places of a JSON body. What is there is replaced
 * wherever its name stands, what is not is added at the end of the object around it, if that is there. Every other byte
 * stays as it was: numbers keep their digits, names their order. Any thread.
 */
public final class BodyRewrite {
    /** As UTF-8, whatever it looks like: in no other encoding does the parser know at which byte it is. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final Node root = new Node();

    /** A place in the document: what is to stand there, or the places within it. */
    private static final class Node {
        private final Map<String, Node> children = new TreeMap<>();
        private byte @Nullable [] value;

        Node child(String name) {
            return children.computeIfAbsent(name, missing -> new Node());
        }
    }

    /** Bytes of the body, from one to before the other, that give way to others. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Edit(int from, int to, byte[] bytes) {}

    /** @param values JSON by its place; none lies within another */
    public BodyRewrite(Map<Pointer, String> values) {
        values.forEach((pointer, json) -> {
            Node node = root;
            for (String segment : pointer.segments()) {
                node = node.child(segment);
            }
            node.value = json.getBytes(StandardCharsets.UTF_8);
        });
    }

    /** A new body; empty when this one is no JSON document, or has no such place. */
    public Optional<byte[]> apply(byte[] body) {
        List<Edit> edits = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() == null) {
                return Optional.empty();
            }
            new Pass(parser, edits).value(root);
            if (parser.nextToken() != null || edits.isEmpty()) {
                return Optional.empty();
            }
        } catch (IOException notJson) {
            return Optional.empty();
        }
        return Optional.of(edited(body, edits));
    }

    private static byte[] edited(byte[] body, List<Edit> edits) {
        ByteArrayOutputStream result = new ByteArrayOutputStream(body.length + 64);
        int at = 0;
        for (Edit edit : edits) {
            result.write(body, at, edit.from() - at);
            result.writeBytes(edit.bytes());
            at = edit.to();
        }
        result.write(body, at, body.length - at);
        return result.toByteArray();
    }

    /** One pass over the document; edits come out in the order of its bytes. */
    private record Pass(JsonParser parser, List<Edit> edits) {
        /** Looks at the value that the parser stands at, and leaves it at that value's end. */
        void value(Node node) throws IOException {
            byte[] replacement = node.value;
            if (replacement != null) {
                int from = tokenStart();
                parser.skipChildren();
                edits.add(new Edit(from, tokenEnd(), replacement));
            } else if (parser.isExpectedStartObjectToken()) {
                object(node);
            } else if (parser.isExpectedStartArrayToken()) {
                array(node);
            } else {
                parser.finishToken();
            }
        }

        private void object(Node node) throws IOException {
            Map<String, Node> missing = new LinkedHashMap<>(node.children);
            boolean isEmpty = true;
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                isEmpty = false;
                String name = parser.currentName();
                Node child = node.children.get(name);
                parser.nextToken();
                if (child == null) {
                    parser.skipChildren();
                } else {
                    missing.remove(name);
                    value(child);
                }
            }
            int end = tokenStart();
            for (Map.Entry<String, Node> absent : missing.entrySet()) {
                byte[] addition = absent.getValue().value;
                if (addition != null) {
                    edits.add(new Edit(end, end, field(isEmpty, absent.getKey(), addition)));
                    isEmpty = false;
                }
            }
        }

        private void array(Node node) throws IOException {
            for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
                Node child = node.children.get(Integer.toString(index));
                if (child == null) {
                    parser.skipChildren();
                } else {
                    value(child);
                }
            }
        }

        private static byte[] field(boolean first, String name, byte[] value) {
            ByteArrayOutputStream field = new ByteArrayOutputStream();
            String quoted = new String(JsonStringEncoder.getInstance().quoteAsString(name));
            field.writeBytes(((first ? "\"" : ",\"") + quoted + "\":").getBytes(StandardCharsets.UTF_8));
            field.writeBytes(value);
            return field.toByteArray();
        }

        private int tokenStart() {
            return (int) parser.currentTokenLocation().getByteOffset();
        }

        private int tokenEnd() throws IOException {
            parser.finishToken();
            return (int) parser.currentLocation().getByteOffset();
        }
    }
}
