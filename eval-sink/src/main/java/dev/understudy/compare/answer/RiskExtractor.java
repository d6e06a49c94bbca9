package dev.understudy.compare.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** Takes how soon a model expects something. */
record RiskExtractor(Optional<String> risk) implements Extractor {
    private static final List<String> USUAL = List.of(
            "/risk",
            "/risk_score",
            "/hazard",
            "/score",
            "/prediction",
            "/pred",
            "/predictions/0",
            "/outputs/0/data",
            "");

    @Override
    public Extracted from(JsonNode document) {
        Extractor.Found found = Extractor.find(document, risk, USUAL);
        if (found.node().isMissingNode()) {
            return new Extracted.Unusable(Fault.POINTER_UNMATCHED, found.pointer());
        }
        double value = RegressionExtractor.number(ClassificationExtractor.single(found.node()));
        return Double.isFinite(value)
                ? new Extracted.Found(new Answer.Risk(value))
                : new Extracted.Unusable(Fault.UNEXPECTED_TYPE, found.pointer());
    }
}
