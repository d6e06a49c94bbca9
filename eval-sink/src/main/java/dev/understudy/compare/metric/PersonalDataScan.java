package dev.understudy.compare.metric;

import java.math.BigInteger;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Personal data in a text: what has check digits counts only when they are right, so that order numbers are none. */
final class PersonalDataScan {
    private static final Pattern MAIL =
            Pattern.compile("[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63}){0,4}\\.[A-Za-z]{2,24}");
    private static final Pattern CARD = Pattern.compile("(?<![0-9A-Za-z.-])[2-6](?:[ -]?[0-9]){12,18}(?![0-9A-Za-z-])");
    private static final Pattern IBAN = Pattern.compile(
            "(?<![0-9A-Za-z])[A-Z]{2}[0-9]{2}(?: ?[0-9A-Z]{4}){2,7}(?: ?[0-9A-Z]{1,3})?(?![0-9A-Za-z])");
    private static final Pattern SOCIAL_SECURITY =
            Pattern.compile("(?<![0-9-])(?!000|666|9)[0-9]{3}-(?!00)[0-9]{2}-(?!0000)[0-9]{4}(?![0-9-])");
    private static final Letters AT = Letters.of("@");
    private static final Letters DIGITS = Letters.of("0123456789");
    private static final BigInteger NINETY_SEVEN = BigInteger.valueOf(97);

    private PersonalDataScan() {}

    /** Whether there is something that counts. */
    static boolean finds(String text, Predicate<String> counts) {
        Letters letters = Letters.of(text);
        if (letters.hasAny(AT) && finds(MAIL.matcher(text), Check.MAIL, counts)) {
            return true;
        }
        return letters.hasAny(DIGITS)
                && hasRun(text)
                && (finds(CARD.matcher(text), Check.LUHN, counts)
                        || finds(IBAN.matcher(text), Check.MODULO_97, counts)
                        || finds(SOCIAL_SECURITY.matcher(text), Check.NONE, counts));
    }

    private enum Check {
        NONE,
        /** Not one of the domains that are kept for examples (RFC 2606). */
        MAIL,
        LUHN,
        MODULO_97
    }

    private static boolean finds(Matcher matcher, Check check, Predicate<String> counts) {
        while (matcher.find()) {
            String match = matcher.group();
            boolean holds = switch (check) {
                case NONE -> true;
                case MAIL -> !isExample(match);
                case LUHN -> card(match);
                case MODULO_97 -> iban(match);
            };
            if (holds && counts.test(match)) {
                return true;
            }
        }
        return false;
    }

    /** Whether there are nine digits with only spaces and hyphens between them, or an IBAN's start. */
    private static boolean hasRun(String text) {
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            char here = text.charAt(i);
            if (here >= '0' && here <= '9') {
                run++;
                if (run >= 9
                        || (run == 2 && i >= 3 && isCapital(text.charAt(i - 2)) && isCapital(text.charAt(i - 3)))) {
                    return true;
                }
            } else if (here != ' ' && here != '-') {
                run = 0;
            }
        }
        return false;
    }

    private static boolean isCapital(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isExample(String mail) {
        return mail.endsWith("@example.com")
                || mail.endsWith("@example.org")
                || mail.endsWith("@example.net")
                || mail.endsWith(".example")
                || mail.endsWith(".test")
                || mail.endsWith(".invalid");
    }

    /** Of a length that an issuer with these first digits has. */
    private static boolean card(String written) {
        String digits = written.replace(" ", "").replace("-", "");
        int length = digits.length();
        int two = Integer.parseInt(digits.substring(0, 2));
        boolean known = switch (digits.charAt(0)) {
            case '2' -> two >= 22 && two <= 27 && length == 16;
            case '3' -> (two == 34 || two == 37) ? length == 15 : two == 35 ? length == 16 : two != 33 && length == 14;
            case '4' -> length == 13 || length == 16 || length == 19;
            case '5' -> two <= 55 && length == 16;
            default -> length == 16 || length == 19;
        };
        return known && luhn(digits);
    }

    /** ISO/IEC 7812-1, annex B. */
    private static boolean luhn(String written) {
        int sum = 0;
        int position = 0;
        for (int i = written.length() - 1; i >= 0; i--) {
            int digit = written.charAt(i) - '0';
            int weighted = position % 2 == 1 ? digit * 2 : digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
            position++;
        }
        return sum % 10 == 0;
    }

    /** ISO 13616: the country and check digits moved to the end, letters as numbers, modulo 97 is 1. */
    private static boolean iban(String written) {
        String plain = written.replace(" ", "");
        if (plain.length() < 15 || plain.length() > 34) {
            return false;
        }
        StringBuilder digits = new StringBuilder();
        String turned = plain.substring(4) + plain.substring(0, 4);
        for (int i = 0; i < turned.length(); i++) {
            digits.append(Character.digit(turned.charAt(i), 36));
        }
        return new BigInteger(digits.toString()).mod(NINETY_SEVEN).intValue() == 1;
    }
}
