package dev.understudy.compare.answer;

/**
 * Counts the runs that two sequences share, each as often as both have it, one length after the other: a run is the number of
 * the one that is shorter by one symbol, and its last symbol. What one side lacks is not looked at again. Of one thread, which
 * uses it anew for each two texts.
 */
final class SharedRuns {
    private static final int SYMBOLS = 1024;
    private static final ThreadLocal<SharedRuns> OWN = ThreadLocal.withInitial(SharedRuns::new);

    private final LongTable numbers = new LongTable(SYMBOLS);
    private final Side left = new Side();
    private final Side right = new Side();

    /** Of each number, how often the left side has it beyond what the right side had so far; of 0 it never has any. */
    private int[] counts = new int[SYMBOLS + 1];

    /** And all bits where the right side has it at all, else none. */
    private int[] met = new int[SYMBOLS + 1];

    private SharedRuns() {}

    /** By length, from 1 to {@code longest}. */
    static int[] of(long[] left, long[] right, int longest) {
        return OWN.get().count(left, right, longest);
    }

    /** How many single symbols are shared. */
    static int symbols(long[] left, long[] right) {
        return OWN.get().symbolsOf(left, right);
    }

    private int[] count(long[] leftSymbols, long[] rightSymbols, int longest) {
        int[] shared = new int[longest];
        shared[0] = symbolsOf(leftSymbols, rightSymbols);
        if (longest > 1 && shared[0] > 0) {
            left.start(leftSymbols.length);
            right.start(rightSymbols.length);
            for (int size = 2; size <= longest && shared[size - 2] > 0; size++) {
                shared[size - 1] = longer(leftSymbols.length - size + 1, rightSymbols.length - size + 1, size);
            }
        }
        return shared;
    }

    private int symbolsOf(long[] leftSymbols, long[] rightSymbols) {
        left.ready(leftSymbols.length);
        right.ready(rightSymbols.length);
        ready(leftSymbols.length);
        int[] of = left.symbols;
        int known = 0;
        for (int i = 0; i < leftSymbols.length; i++) {
            known = countLeft(of, i, leftSymbols[i], known);
        }
        int shared = 0;
        int[] ofRight = right.symbols;
        for (int i = 0; i < rightSymbols.length; i++) {
            int number = numbers.get(rightSymbols[i]);
            ofRight[i] = number;
            shared += take(number);
        }
        forgetUnmet(of, leftSymbols.length);
        return shared;
    }

    /** @param size of the runs, of which each side has so many */
    private int longer(int ofLeft, int ofRight, int size) {
        if (ofLeft <= 0 || ofRight <= 0) {
            return 0;
        }
        ready(ofLeft);
        int known = 0;
        for (int i = 0; i < ofLeft; i++) {
            long key = left.key(i, size);
            if (key == 0) {
                left.runs[i] = 0;
            } else {
                known = countLeft(left.runs, i, key, known);
            }
        }
        int shared = 0;
        for (int i = 0; i < ofRight; i++) {
            long key = right.key(i, size);
            int number = key == 0 ? 0 : numbers.get(key);
            right.runs[i] = number;
            shared += take(number);
        }
        forgetUnmet(left.runs, ofLeft);
        return shared;
    }

    /** Without a guess whether the number is new, as all that follows. */
    private int countLeft(int[] of, int at, long key, int known) {
        int number = numbers.getOrPut(key, known + 1);
        of[at] = number;
        counts[number] = (number > known ? 0 : counts[number]) + 1;
        met[number] = 0;
        return Math.max(number, known);
    }

    private int take(int number) {
        int there = counts[number];
        int one = there > 0 ? 1 : 0;
        counts[number] = there - one;
        met[number] = -1;
        return one;
    }

    private void forgetUnmet(int[] of, int length) {
        for (int i = 0; i < length; i++) {
            of[i] &= met[of[i]];
        }
    }

    private void ready(int most) {
        numbers.clear(most);
        if (counts.length <= most) {
            counts = new int[most + 1];
            met = new int[most + 1];
        }
    }

    /** A sequence by the numbers of its symbols, and of its runs of the length last looked at; 0 is what the other lacks. */
    private static final class Side {
        private int[] symbols = new int[SYMBOLS];
        private int[] runs = new int[SYMBOLS];

        void ready(int length) {
            if (symbols.length < length) {
                symbols = new int[length];
                runs = new int[length];
            }
        }

        void start(int length) {
            System.arraycopy(symbols, 0, runs, 0, length);
        }

        /** 0 where the other side cannot have it. */
        long key(int at, int size) {
            int shorter = runs[at];
            int last = symbols[at + size - 1];
            return shorter == 0 || last == 0 ? 0 : (long) shorter << 32 | last;
        }
    }
}
