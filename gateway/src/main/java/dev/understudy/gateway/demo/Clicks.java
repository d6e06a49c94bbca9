package dev.understudy.gateway.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A person before a list: reads from the top, gives up at some point, clicks what looks right, and mostly stops there
 * (a cascade; Craswell et al., WSDM 2008). Which model an item came from is not known here and plays no part.
 */
record Clicks(RandomGenerator random) {
    private static final double READS_ON = 0.8;
    private static final double STOPS_AFTER_A_CLICK = 0.7;
    private static final double CLICKS_BEST = 0.75;
    private static final double CLICKS_ON_TOPIC = 0.15;
    private static final double CLICKS_ANYTHING = 0.02;

    List<String> on(List<String> documentIds, Script.Question question) {
        List<String> clicked = new ArrayList<>();
        for (String id : documentIds) {
            if (random.nextDouble() < appeal(id, question)) {
                clicked.add(id);
                if (random.nextDouble() < STOPS_AFTER_A_CLICK) {
                    break;
                }
            }
            if (random.nextDouble() >= READS_ON) {
                break;
            }
        }
        return clicked;
    }

    private static double appeal(String id, Script.Question question) {
        if (id.equals(question.best())) {
            return CLICKS_BEST;
        }
        return question.isOnTopic(id) ? CLICKS_ON_TOPIC : CLICKS_ANYTHING;
    }
}
