package dev.understudy.report;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record once more, with the same text in place of every text that is anywhere in it, keys of maps too: whatever is added
 * to it later is written over as well.
 *
 * @param text what stands there instead; texts that may not be equal get a number behind it
 */
record Overwritten(String text) {

    <T extends Record> T of(T original) {
        @SuppressWarnings("unchecked")
        T copy = (T) record(original);
        return copy;
    }

    private @Nullable Object value(@Nullable Object value) {
        if (value instanceof String) {
            return text;
        } else if (value instanceof Record record) {
            return record(record);
        } else if (value instanceof List<?> list) {
            return list(list);
        } else if (value instanceof Map<?, ?> map) {
            return map(map);
        } else if (value instanceof Optional<?> optional) {
            return optional.map(this::value);
        }
        return value;
    }

    /** Texts of a list stay apart from each other. */
    private List<@Nullable Object> list(List<?> list) {
        List<@Nullable Object> copy = new ArrayList<>();
        for (Object item : list) {
            copy.add(item instanceof String ? text + copy.size() : value(item));
        }
        return copy;
    }

    private Map<@Nullable Object, @Nullable Object> map(Map<?, ?> map) {
        Map<@Nullable Object, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(key instanceof String ? text + copy.size() : key, value(value)));
        return copy;
    }

    private Record record(Record original) {
        RecordComponent[] components = original.getClass().getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        @Nullable Object[] values = new @Nullable Object[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                components[i].getAccessor().setAccessible(true);
                values[i] = value(components[i].getAccessor().invoke(original));
            }
            Constructor<?> constructor = original.getClass().getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return (Record) constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot be written over: " + original.getClass(), e);
        }
    }
}
