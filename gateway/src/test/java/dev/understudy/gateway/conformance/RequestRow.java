package dev.understudy.gateway.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One row of {@code requests.txt}.
 *
 * @param octets each stands for {@code {o}} in turn; -1 alone where there is no such word
 */
record RequestRow(String name, List<Integer> octets, String bytes, List<Answer> answers, boolean closes, String seen) {
    private static final int NONE = -1;

    /**
     * What one request must get.
     *
     * @param toHead whether it is to HEAD, so that no body follows
     * @param own whether it is the gateway's own, and no model was asked
     */
    record Answer(Set<Integer> statuses, boolean toHead, boolean own) {
        boolean isServed() {
            return statuses.contains(200);
        }
    }

    static List<RequestRow> all() {
        return Table.rows("requests.txt", 4).stream().map(RequestRow::of).toList();
    }

    private static RequestRow of(List<String> cells) {
        String answers = cells.get(2).strip();
        boolean closes = answers.endsWith("!");
        return new RequestRow(
                nameOf(cells.get(0)),
                octetsOf(cells.get(0)),
                cells.get(1),
                answers(closes ? answers.substring(0, answers.length() - 1) : answers),
                closes,
                cells.get(3));
    }

    static String nameOf(String cell) {
        return cell.startsWith("[") ? cell.substring(cell.indexOf(']') + 2) : cell;
    }

    static List<Integer> octetsOf(String cell) {
        return cell.startsWith("[") ? octets(cell.substring(1, cell.indexOf(']'))) : List.of(NONE);
    }

    private static List<Answer> answers(String cell) {
        List<Answer> answers = new ArrayList<>();
        for (String word : cell.isBlank() ? new String[0] : cell.strip().split(" ", -1)) {
            Set<Integer> statuses = new TreeSet<>();
            for (String status : word.replaceAll("[a-z]", "").split("\\|", -1)) {
                statuses.add(Integer.valueOf(status));
            }
            answers.add(new Answer(statuses, word.endsWith("h"), word.endsWith("o")));
        }
        return answers;
    }

    private static List<Integer> octets(String ranges) {
        List<Integer> octets = new ArrayList<>();
        for (String range : ranges.split(" ", -1)) {
            int first = Integer.parseInt(range.substring(0, 2), 16);
            int last = range.length() > 2 ? Integer.parseInt(range.substring(3), 16) : first;
            for (int octet = first; octet <= last; octet++) {
                octets.add(octet);
            }
        }
        return octets;
    }

    /** Which of a name's octets it is, for messages. */
    static String shown(int octet) {
        return octet == NONE ? "" : " (octet %02x)".formatted(octet);
    }

    /** The same as a word of the row's bytes. */
    static String word(int octet) {
        return octet == NONE ? "" : String.valueOf((char) octet);
    }

    @Override
    public String toString() {
        return name;
    }
}
