package dev.understudy.gateway.testing;

import java.util.List;
import java.util.Optional;

/** The head of a message: its first line and its header lines, in order, as they came. */
public record Head(String startLine, List<Header> headers) {
    public Head {
        headers = List.copyOf(headers);
    }

    public Optional<String> header(String name) {
        return all(name).stream().findFirst();
    }

    public List<String> all(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .toList();
    }

    public boolean has(String name) {
        return !all(name).isEmpty();
    }
}
