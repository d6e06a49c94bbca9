package dev.understudy.pair;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import java.io.IOException;

/** Writes JSON whose text others chose: half a surrogate pair becomes U+FFFD instead of an error. */
public final class WellFormedGenerator extends JsonGeneratorDelegate {
    public WellFormedGenerator(JsonGenerator target) {
        super(target, true);
    }

    @Override
    public void writeFieldName(String name) throws IOException {
        super.writeFieldName(Json.wellFormed(name));
    }

    @Override
    public void writeString(String text) throws IOException {
        super.writeString(Json.wellFormed(text));
    }
}
