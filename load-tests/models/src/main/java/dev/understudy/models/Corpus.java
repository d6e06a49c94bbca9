package dev.understudy.models;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** An outdoor shop's guide: short documents, each with the vector its model gives it. */
final class Corpus {
    private final MiniLm model;
    private final List<Entry> entries;

    private Corpus(MiniLm model, List<Entry> entries) {
        this.model = model;
        this.entries = entries;
    }

    static Corpus load(MiniLm model) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Document document : Json.lines("corpus.jsonl", new TypeReference<Document>() {})) {
            entries.add(new Entry(document, model.vector(document.title() + ". " + document.text())));
        }
        return new Corpus(model, List.copyOf(entries));
    }

    int size() {
        return entries.size();
    }

    /** The documents nearest to the query, the nearest first; ties in the order of their ids. */
    List<Hit> search(String query, int limit) {
        float[] vector = model.vector(query);
        return entries.stream()
                .map(entry -> new Hit(entry.document, MiniLm.similarity(vector, entry.vector)))
                .sorted(Comparator.comparingDouble(Hit::score)
                        .reversed()
                        .thenComparing(hit -> hit.document().id()))
                .limit(limit)
                .toList();
    }

    record Document(String id, String title, String text) {}

    record Hit(Document document, double score) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
    private record Entry(Document document, float[] vector) {}
}
