package dev.understudy.models;

/** {@code POST /intent {"text"}} classifies a customer's message. */
record IntentEndpoint(Intents intents) implements Endpoint {
    @Override
    public Answer answer(Fields fields) throws BadRequestException {
        Intents.Prediction prediction = intents.predict(fields.text("text"));
        return new Answer.Whole(Json.MAPPER
                .createObjectNode()
                .put("intent", prediction.intent())
                .put("probability", Rounding.fourDigits(prediction.probability())));
    }
}
