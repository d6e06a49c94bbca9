package dev.understudy.models;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The one JSON mapper, and JSON Lines resources beside this class. */
final class Json {
    static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static <T> List<T> lines(String resource, TypeReference<T> type) throws IOException {
        try (InputStream stream = Json.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new FileNotFoundException(resource + " is not beside " + Json.class.getName());
            }
            try (var values = MAPPER.readerFor(type).<T>readValues(stream)) {
                return List.copyOf(values.readAll());
            }
        }
    }
}
