package dev.understudy.gateway.conformance;

import java.util.Map;
import java.util.TreeMap;

/** What a cell says, as the octets that go over the wire: one character each. */
final class Wire {
    private static final String OTHER = "GET /{T}/smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

    private final Map<String, String> words = new TreeMap<>();

    /** @param token that no other case has */
    Wire(String token) {
        say("GET", "GET /{T} HTTP/1.1\r\nHost: a\r\n");
        say("POST", "POST /{T} HTTP/1.1\r\nHost: a\r\n");
        say("CHUNKED", "POST /{T} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        say("S#", Integer.toString(OTHER.replace("{T}", token).length()));
        say("S", OTHER);
        say("T", token);
    }

    Wire say(String word, String meaning) {
        words.put("{" + word + "}", meaning);
        return this;
    }

    String octets(String cell) {
        String text = unescaped(cell);
        // twice, since a word's meaning may hold other words
        for (int round = 0; round < 2; round++) {
            for (Map.Entry<String, String> word : words.entrySet()) {
                text = text.replace(word.getKey(), word.getValue());
            }
        }
        return repeated(text);
    }

    /** Within repetitions too. */
    private static String repeated(String text) {
        StringBuilder octets = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int star = text.charAt(at) == '{' ? text.indexOf('*', at) : -1;
            int end = star < 0 ? -1 : text.indexOf('}', star);
            if (end > star + 1 && text.substring(star + 1, end).chars().allMatch(Character::isDigit)) {
                octets.append(text.substring(at + 1, star).repeat(Integer.parseInt(text, star + 1, end, 10)));
                at = end + 1;
            } else {
                octets.append(text.charAt(at++));
            }
        }
        return octets.toString();
    }

    private static String unescaped(String cell) {
        StringBuilder octets = new StringBuilder();
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            if (c != '\\') {
                octets.append(c);
                continue;
            }
            switch (cell.charAt(++i)) {
                case 'r' -> octets.append('\r');
                case 'n' -> octets.append('\n');
                case 't' -> octets.append('\t');
                case '\\' -> octets.append('\\');
                case 'x' -> {
                    octets.append((char) Integer.parseInt(cell, i + 1, i + 3, 16));
                    i += 2;
                }
                default -> throw new AssertionError("escape: " + cell.substring(i - 1));
            }
        }
        return octets.toString();
    }
}
