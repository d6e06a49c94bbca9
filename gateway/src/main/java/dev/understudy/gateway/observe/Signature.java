package dev.understudy.gateway.observe;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a meter is called, what it counts or measures, and by which tags.
 *
 * @param name as Micrometer knows it; Prometheus' name follows from it, the kind and the unit
 * @param unit empty where things are counted
 * @param buckets of a histogram of times
 */
record Signature(Meter.Type kind, String name, String unit, Buckets buckets, List<Tag> tags) {
    Signature {
        tags = List.copyOf(tags);
    }

    static Signature counterOf(String name, Tag... tags) {
        return counterOf(name, "", tags);
    }

    static Signature counterOf(String name, String unit, Tag... tags) {
        return new Signature(Meter.Type.COUNTER, name, unit, Buckets.NONE, List.of(tags));
    }

    static Signature gaugeOf(String name, Tag... tags) {
        return gaugeOf(name, "", tags);
    }

    static Signature gaugeOf(String name, String unit, Tag... tags) {
        return new Signature(Meter.Type.GAUGE, name, unit, Buckets.NONE, List.of(tags));
    }

    static Signature timerOf(String name, Buckets buckets, Tag... tags) {
        return new Signature(Meter.Type.TIMER, name, "seconds", buckets, List.of(tags));
    }

    /** As Micrometer wants it. */
    @Nullable
    String baseUnit() {
        return unit.isEmpty() ? null : unit;
    }

    /** @param values of the tags, in their order */
    Tags tagged(Meter.Type asked, String... values) {
        if (asked != kind) {
            throw new IllegalArgumentException(name + ": " + asked + " (expected: " + kind + ")");
        }
        if (values.length != tags.size()) {
            throw new IllegalArgumentException(
                    name + ": " + values.length + " values (expected: one for each of " + tags + ")");
        }
        Tags all = Tags.empty();
        for (int i = 0; i < values.length; i++) {
            Tag tag = tags.get(i);
            if (!tag.admits(values[i])) {
                throw new IllegalArgumentException(
                        name + ": " + tag.key() + ": " + values[i] + " (expected: one of " + tag.values() + ")");
            }
            all = all.and(tag.key(), values[i]);
        }
        return all;
    }
}
