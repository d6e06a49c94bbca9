package dev.understudy.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Binds the prices of models: one for each, in one currency for all. */
final class PriceBinder {
    static final Keys PRICE = Keys.of("inputPerMillion", "outputPerMillion", "cachedInputPerMillion", "currency");

    private static final String CURRENCY = "USD";
    private static final Reader<Double> AMOUNT = Scalars.number(0, 1e9);
    private static final Reader<String> CODE =
            Scalars.matching(Pattern.compile("[A-Z]{3}"), "a currency of three capitals, such as USD or EUR");

    /** Where the first currency stands, so that another one can be refused. */
    private final Map<String, Integer> lines = new HashMap<>();

    Optional<Model.Price> price(Value value) {
        return Section.open(value, PRICE).flatMap(section -> {
            Optional<Double> input = section.require("inputPerMillion", AMOUNT, "what a million tokens of input cost");
            Optional<Double> output =
                    section.require("outputPerMillion", AMOUNT, "what a million tokens of output cost");
            Optional<Double> cached = section.read("cachedInputPerMillion", AMOUNT);
            String currency = section.read("currency", CODE, CURRENCY);
            checkCurrency(currency, section.has("currency") ? section.at("currency") : value);
            return input.flatMap(in -> output.map(out -> new Model.Price(in, out, cached.orElse(in), currency)));
        });
    }

    private void checkCurrency(String currency, Value value) {
        lines.putIfAbsent(currency, value.line());
        lines.entrySet().stream()
                .filter(other -> !other.getKey().equals(currency))
                .findFirst()
                .ifPresent(other -> value.refuse(
                        currency + " beside " + other.getKey() + " in line " + other.getValue(),
                        "one currency for all models"));
    }
}
