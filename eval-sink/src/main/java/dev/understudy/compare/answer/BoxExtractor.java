package dev.understudy.compare.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.understudy.config.Compare.BoxFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes the boxes of what was found in a picture. */
record BoxExtractor(Optional<String> boxes, BoxFormat format) implements Extractor {
    private static final List<String> USUAL =
            List.of("/detections", "/objects", "/predictions", "/boxes", "/instances", "/annotations", "");

    @Override
    public Extracted from(JsonNode document) {
        Extractor.Found found = Extractor.find(document, boxes, USUAL);
        if (found.node().isMissingNode()) {
            return new Extracted.Unusable(Fault.POINTER_UNMATCHED, found.pointer());
        }
        List<Box> all = boxes(document, found, format);
        return all == null
                ? new Extracted.Unusable(Fault.UNEXPECTED_TYPE, found.pointer())
                : new Extracted.Found(new Answer.Detected(all));
    }

    static @Nullable List<Box> boxes(JsonNode document, Extractor.Found found, BoxFormat format) {
        int slash = found.pointer().lastIndexOf('/');
        JsonNode around = slash < 0
                ? MissingNode.getInstance()
                : document.at(found.pointer().substring(0, slash));
        return Box.list(found.node(), around, format);
    }
}
