package dev.understudy.gateway.merge;

import dev.understudy.config.Experiment.Interleave;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Answers that models might give: any shape around the list, any white space, any escapes; and damaged ones. */
final class RandomJson {
    private static final List<String> STRINGS = List.of(
            "", "a", "id", "\\\"", "\\\\", "\u00e9\u65e5", "\ud83d\ude00", "\\ud83d\\ude00", "]}", "x,[{", "\\/");
    private static final List<String> NUMBERS =
            List.of("0", "-1", "12345678901234567890", "1.50", "-0.0", "1e3", "2E-7", "99");
    private static final List<String> SPACES = List.of("", "", "", " ", "\n", "\t ", "\r\n");

    private final SplittableRandom random;
    private final StringBuilder out = new StringBuilder();

    private RandomJson(SplittableRandom random) {
        this.random = random;
    }

    /** An answer that has a list of items where the settings say. */
    static byte[] envelope(SplittableRandom random, Interleave settings) {
        RandomJson json = new RandomJson(random);
        json.space();
        json.around(settings.items().segments());
        json.space();
        return json.out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** One to three times a byte changed or removed, a bit flipped, or everything from one byte on cut off. */
    static byte[] mutated(SplittableRandom random, byte[] json) {
        byte[] bytes = json.clone();
        for (int n = Math.max(0, random.nextInt(-3, 3)); n >= 0 && bytes.length > 1; n--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = (byte) "{}[],:\"0 ".charAt(random.nextInt(9));
                case 2 -> bytes = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, at) : bytes;
                case 3 -> System.arraycopy(bytes, at, bytes, at - (at > 0 ? 1 : 0), bytes.length - at);
                default -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            }
        }
        return bytes;
    }

    private void around(List<String> path) {
        if (path.isEmpty()) {
            items();
            return;
        }
        List<String> rest = path.subList(1, path.size());
        if (path.get(0).matches("\\d")) {
            out.append('[');
            for (int i = 0; i < Integer.parseInt(path.get(0)); i++) {
                value(2);
                separator();
            }
            around(rest);
            for (int i = random.nextInt(3); i > 0; i--) {
                separator();
                value(2);
            }
            out.append(']');
        } else {
            out.append('{');
            int before = random.nextInt(3);
            for (int i = 0; i < before; i++) {
                field("before" + i);
                value(3);
                separator();
            }
            field(path.get(0));
            around(rest);
            for (int i = random.nextInt(3); i > 0; i--) {
                separator();
                field("after" + i);
                value(3);
            }
            out.append('}');
        }
    }

    private void items() {
        out.append('[');
        space();
        int size = random.nextInt(6);
        for (int i = 0; i < size; i++) {
            if (i > 0) {
                separator();
            }
            out.append('{');
            space();
            if (random.nextInt(3) == 0) {
                field("index");
                value(1);
                separator();
            }
            field("id");
            out.append(random.nextBoolean() ? "\"k" + random.nextInt(9) + "\"" : Integer.toString(random.nextInt(9)));
            if (random.nextBoolean()) {
                separator();
                field("more");
                value(2);
            }
            space();
            out.append('}');
        }
        space();
        out.append(']');
    }

    private void value(int depth) {
        switch (random.nextInt(depth > 0 ? 6 : 4)) {
            case 0 -> string(STRINGS.get(random.nextInt(STRINGS.size())));
            case 1 -> out.append(NUMBERS.get(random.nextInt(NUMBERS.size())));
            case 2 -> out.append(random.nextBoolean() ? "true" : "null");
            case 3 -> out.append(random.nextInt(1000));
            case 4 -> {
                out.append('[');
                value(depth - 1);
                separator();
                value(depth - 1);
                out.append(']');
            }
            default -> {
                out.append('{');
                field("hits");
                value(depth - 1);
                out.append('}');
            }
        }
    }

    private void field(String name) {
        string(name);
        space();
        out.append(':');
        space();
    }

    private void string(String content) {
        out.append('"').append(content).append('"');
    }

    private void separator() {
        space();
        out.append(',');
        space();
    }

    private void space() {
        out.append(SPACES.get(random.nextInt(SPACES.size())));
    }
}
