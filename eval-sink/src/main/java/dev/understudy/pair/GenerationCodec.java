package dev.understudy.pair;

import org.jspecify.annotations.Nullable;

/** What is known of an LLM's answer, as fields of its leg; what is not known is left out. */
final class GenerationCodec {
    private GenerationCodec() {}

    static void write(Leg.Generation generation, JsonBytes out) {
        if (generation.reportedModel() != null) {
            out.name("reportedModel").text(generation.reportedModel());
        }
        if (generation.finishReason() != null) {
            out.name("finishReason").text(generation.finishReason());
        }
        Leg.InterToken interToken = generation.interToken();
        if (interToken != null) {
            out.name("interTokenMs").beginObject();
            out.name("gaps").number((long) interToken.gaps());
            out.name("mean").number(interToken.mean());
            out.name("p95").number(interToken.p95());
            out.name("max").number(interToken.max());
            out.endObject();
        }
        Leg.Cost cost = generation.cost();
        if (cost != null) {
            out.name("cost").beginObject();
            out.name("amount").number(cost.amount());
            out.name("currency").text(cost.currency());
            out.endObject();
        }
    }

    static Leg.Generation read(RecordNode in) throws MalformedRecordException {
        String model = in.textOrNull("reportedModel");
        String finishReason = in.textOrNull("finishReason");
        Leg.InterToken interToken = in.objectOrNull("interTokenMs", GenerationCodec::interToken);
        Leg.@Nullable Cost cost =
                in.objectOrNull("cost", object -> new Leg.Cost(object.numberOrNan("amount"), object.text("currency")));
        return model == null && finishReason == null && interToken == null && cost == null
                ? Leg.Generation.NONE
                : new Leg.Generation(model, finishReason, interToken, cost);
    }

    private static Leg.InterToken interToken(RecordNode in) throws MalformedRecordException {
        return new Leg.InterToken(
                Math.toIntExact(Math.min(in.count("gaps"), Integer.MAX_VALUE)),
                in.numberOrNan("mean"),
                in.numberOrNan("p95"),
                in.numberOrNan("max"));
    }
}
