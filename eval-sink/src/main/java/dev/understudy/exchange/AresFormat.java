package dev.understudy.exchange;

import dev.understudy.log.JsonLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** ARES: values separated by tabs, {@code Query Document Answer} and three columns for its labels, one file a model. */
record AresFormat() implements OneModelFormat {
    private static final List<String> COLUMNS = List.of(
            "Query",
            "Document",
            "Answer",
            "Context_Relevance_Label",
            "Answer_Relevance_Label",
            "Answer_Faithfulness_Label");
    private static final String BETWEEN_PASSAGES = "\n\n";

    @Override
    public String name() {
        return "ares";
    }

    @Override
    public String about() {
        return "ARES, a TSV of Query, Document, Answer and empty label columns a model; joined by line";
    }

    @Override
    public String suffix() {
        return ".tsv";
    }

    @Override
    public boolean hasIds() {
        return false;
    }

    @Override
    public Answers answers(Target target, String file, Origin origin) throws IOException {
        Target.Lines lines = Target.lines(target, file);
        lines.add(Csv.write(COLUMNS, '\t'));
        return new Answers() {
            @Override
            public void add(SideBySide pair, Reply reply) throws IOException {
                String documents = String.join(BETWEEN_PASSAGES, pair.question().contextTexts());
                lines.add(Csv.write(
                        Stream.of(pair.question().text(), documents, reply.text(), "", "", "")
                                .toList(),
                        '\t'));
            }

            @Override
            public void close() throws IOException {
                lines.close();
            }
        };
    }

    @Override
    public void read(Path file, Answered answered) throws IOException {
        JsonLines.inOrder(file, answered::bad, (number, row) -> {
            String document = row.path("Document").asText();
            List<Question.Passage> passages = document.isEmpty()
                    ? List.of()
                    : Arrays.stream(document.split(BETWEEN_PASSAGES))
                            .map(text -> new Question.Passage(null, text))
                            .toList();
            answered.add(
                    Long.toString(number),
                    Question.of(JsonLine.require(row, "Query")).contexts(passages, List.of()),
                    Reply.of("", row.path("Answer").asText()));
        });
    }
}
