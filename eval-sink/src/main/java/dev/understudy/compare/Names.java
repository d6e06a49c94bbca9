package dev.understudy.compare;

import java.util.Locale;

/** Constants as records and reports write them. */
final class Names {
    private Names() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
