package dev.understudy.gateway.http1;

import java.util.SplittableRandom;

/** A message in which a few characters were changed, added or lost. */
final class Damage {
    private static final String ODD = "\r\n \t:;,\u0000\u007f\u00ff0159aAzZ+-/#*\"=";

    private Damage() {}

    static String of(String seed, SplittableRandom random) {
        StringBuilder text = new StringBuilder(seed);
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            int at = random.nextInt(text.length());
            char c = ODD.charAt(random.nextInt(ODD.length()));
            switch (random.nextInt(3)) {
                case 0 -> text.setCharAt(at, c);
                case 1 -> text.insert(at, c);
                default -> text.deleteCharAt(at);
            }
        }
        return text.toString();
    }
}
