package dev.understudy.pair;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Header fields as a record keeps them: names in lower case and in the order of the alphabet, the values of one name joined.
 * A message has few, so it is two arrays and a search from the front. Nobody changes it.
 */
public final class Headers extends AbstractMap<String, String> {
    public static final Headers NONE = new Headers(new String[0], new String[0]);

    private final String[] names;
    private final String[] values;

    private Headers(String[] names, String[] values) {
        this.names = names;
        this.values = values;
    }

    public static Headers copyOf(Map<String, String> fields) {
        if (fields instanceof Headers headers) {
            return headers;
        }
        String[] names = new String[fields.size()];
        String[] values = new String[fields.size()];
        int size = 0;
        for (Map.Entry<String, String> field : fields.entrySet()) {
            size = add(names, values, size, field.getKey(), field.getValue());
        }
        return of(names, values, size);
    }

    /** What {@link #add} put into the first {@code size} places; the arrays are this object's from now on. */
    public static Headers of(String[] names, String[] values, int size) {
        return size == 0
                ? NONE
                : size == names.length
                        ? new Headers(names, values)
                        : new Headers(Arrays.copyOf(names, size), Arrays.copyOf(values, size));
    }

    /** Puts a field where it belongs among those that are there, and returns how many these are now. */
    public static int add(String[] names, String[] values, int size, String name, String value) {
        int at = size;
        int order = -1;
        while (at > 0 && (order = names[at - 1].compareTo(name)) > 0) {
            at--;
        }
        if (at > 0 && order == 0) {
            values[at - 1] = values[at - 1] + ", " + value;
            return size;
        }
        System.arraycopy(names, at, names, at + 1, size - at);
        System.arraycopy(values, at, values, at + 1, size - at);
        names[at] = name;
        values[at] = value;
        return size + 1;
    }

    @Override
    public int size() {
        return names.length;
    }

    @Override
    public boolean equals(Object other) {
        return other == this || super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }

    @Override
    public boolean containsKey(Object name) {
        return get(name) != null;
    }

    @Override
    public @Nullable String get(Object name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return values[i];
            }
        }
        return null;
    }

    @Override
    public Set<Map.Entry<String, String>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return names.length;
            }

            @Override
            public Iterator<Map.Entry<String, String>> iterator() {
                return new Entries();
            }
        };
    }

    String name(int field) {
        return names[field];
    }

    String value(int field) {
        return values[field];
    }

    /** The same fields with one value replaced. */
    Headers with(int field, String value) {
        String[] replaced = values.clone();
        replaced[field] = value;
        return new Headers(names, replaced);
    }

    private final class Entries implements Iterator<Map.Entry<String, String>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < names.length;
        }

        @Override
        public Map.Entry<String, String> next() {
            if (next == names.length) {
                throw new NoSuchElementException();
            }
            return Map.entry(names[next], values[next++]);
        }
    }
}
