package dev.understudy.models;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code POST /search {"query", "k"?}} ranks the corpus. */
record SearchEndpoint(Corpus corpus) implements Endpoint {
    private static final int HITS_DEFAULT = 10;

    @Override
    public Answer answer(Fields fields) throws BadRequestException {
        String query = fields.text("query");
        int limit = fields.integer("k", HITS_DEFAULT, 1, corpus.size());
        ObjectNode answer = Json.MAPPER.createObjectNode();
        for (Corpus.Hit hit : corpus.search(query, limit)) {
            answer.withArray("hits")
                    .addObject()
                    .put("id", hit.document().id())
                    .put("title", hit.document().title())
                    .put("score", Rounding.fourDigits(hit.score()));
        }
        return new Answer.Whole(answer);
    }
}
