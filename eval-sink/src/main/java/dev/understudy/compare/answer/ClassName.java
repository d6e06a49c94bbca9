package dev.understudy.compare.answer;

import java.math.BigDecimal;

/** What a class is called, however a model or a label writes it: {@code 1.0} is {@code 1}. */
public final class ClassName {
    private ClassName() {}

    public static String of(String written) {
        if (written.isEmpty() || !isNumberLike(written.charAt(0))) {
            return written;
        }
        try {
            BigDecimal number = new BigDecimal(written);
            return Math.abs((long) number.scale()) > 100
                    ? written
                    : number.stripTrailingZeros().toPlainString();
        } catch (NumberFormatException e) {
            return written;
        }
    }

    private static boolean isNumberLike(char first) {
        return (first >= '0' && first <= '9') || first == '-' || first == '.' || first == '+';
    }
}
