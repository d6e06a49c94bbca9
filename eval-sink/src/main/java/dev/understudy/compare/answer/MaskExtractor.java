package dev.understudy.compare.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** Takes which pixels of a picture belong to what. */
record MaskExtractor(Optional<String> mask) implements Extractor {
    private static final List<String> USUAL =
            List.of("/mask", "/masks", "/segmentation", "/segments", "/predictions", "");

    @Override
    public Extracted from(JsonNode document) {
        Extractor.Found found = Extractor.find(document, mask, USUAL);
        if (found.node().isMissingNode()) {
            return new Extracted.Unusable(Fault.POINTER_UNMATCHED, found.pointer());
        }
        Mask read = Mask.of(found.node());
        return read == null
                ? new Extracted.Unusable(Fault.UNEXPECTED_TYPE, found.pointer())
                : new Extracted.Found(new Answer.Segmented(read));
    }
}
