package dev.understudy.compare;

import dev.understudy.compare.statistics.Interval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as people read them; the same in reasons and on pages. */
public final class Figures {
    private static final char THIN_SPACE = '\u202f';

    /** Below it a share of anything is none, and its digits are those of rounding. */
    private static final double LEAST_SHARE = 1e-6;

    private Figures() {}

    /** A value of a metric, with its unit: {@code 1.2 %}, {@code 34.5 ms}, {@code 0.912}. */
    public static String of(double value, String unit) {
        return switch (unit) {
            case "share" -> percent(value);
            case "ms" -> millis(value);
            case "" -> plain(value);
            default -> plain(value) + " " + unit;
        };
    }

    /** The same with its sign, for a difference; of shares in percentage points. */
    public static String signed(double value, String unit) {
        String text = size(value, unit);
        return value > 0 && !text.startsWith("0\u202f") ? "+" + text : text;
    }

    /** How large a difference is. */
    public static String size(double value, String unit) {
        return unit.equals("share")
                ? (Math.abs(value) < LEAST_SHARE ? "0" : plain(value * 100)) + "\u202fpp"
                : of(value, unit);
    }

    /** A difference by what part of legacy's figure it is. */
    public static String signedPercent(double share) {
        return signed(share * 100, "") + "\u202f%";
    }

    /** From where to where a difference can be. */
    public static String range(Interval interval, String unit) {
        return signed(interval.low(), unit) + " … " + signed(interval.high(), unit);
    }

    /** From where to where a level can be, which has no sign. */
    public static String span(Interval interval, String unit) {
        return of(interval.low(), unit) + " … " + of(interval.high(), unit);
    }

    public static String percent(double share) {
        return (share > 0 && share < LEAST_SHARE ? "< 0.0001" : plain(share * 100)) + "\u202f%";
    }

    /** Never as certain as 0 or 1. */
    public static String chance(double chance) {
        return (chance < 0.001 ? "< 0.1" : chance > 0.999 ? "> 99.9" : plain(chance * 100)) + "\u202f%";
    }

    public static String millis(double millis) {
        return plain(millis) + "\u202fms";
    }

    /** Three significant digits, and all digits before the point. */
    public static String plain(double value) {
        if (!Double.isFinite(value)) {
            return "–";
        }
        BigDecimal number = BigDecimal.valueOf(value);
        int integral = Math.max(0, number.precision() - number.scale());
        BigDecimal rounded = number.round(new MathContext(Math.max(3, integral), RoundingMode.HALF_EVEN));
        if (rounded.signum() == 0) {
            return "0";
        }
        if (rounded.abs().compareTo(new BigDecimal("0.0001")) < 0) {
            return String.format(Locale.ROOT, "%.1e", value).replace("-", "−");
        }
        return grouped(rounded.stripTrailingZeros().toPlainString().replace("-", "−"));
    }

    /** Thousands apart, by the same thin space as in a count. */
    private static String grouped(String number) {
        int point = number.indexOf('.');
        StringBuilder text = new StringBuilder(number);
        for (int at = (point < 0 ? number.length() : point) - 3; at > number.lastIndexOf('−') + 1; at -= 3) {
            text.insert(at, THIN_SPACE);
        }
        return text.toString();
    }

    /** A p-value. */
    public static String p(double p) {
        return p < 0.0001 ? "< 0.0001" : plain(p);
    }

    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count).replace(',', THIN_SPACE);
    }
}
