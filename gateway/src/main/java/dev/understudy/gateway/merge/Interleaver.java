package dev.understudy.gateway.merge;

import dev.understudy.config.Experiment;
import dev.understudy.gateway.merge.ItemList.Item;
import dev.understudy.gateway.merge.ItemReader.Reading;
import dev.understudy.pair.Pair;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Mixes the lists of two answers into legacy's answer.
 *
 * <p>Where items have ids, the list stays as long as legacy's and no id stands in it twice; an item that both models
 * returned has the bytes, and the credit, of the model that picked it. Where they have none (the choices of a chat), the
 * items of both stand side by side, turn by turn, a coin saying who begins; their ids in the record are their places in
 * the answer, and an item's own whole number {@code index} becomes its place. Every byte outside of the list is legacy's.
 */
public final class Interleaver {
    private Interleaver() {}

    /** @param legacy a complete body, not encoded ({@code gzip} is not JSON), like {@code candidate} */
    public static Mix mix(Experiment.Interleave settings, byte[] legacy, byte[] candidate, RandomGenerator random) {
        Reading ours = ItemReader.read(legacy, settings.items(), settings.itemId());
        Reading theirs = ItemReader.read(candidate, settings.items(), settings.itemId());
        if (ours instanceof Reading.Faulty faulty) {
            return degraded(Side.LEGACY, faulty.fault());
        }
        if (theirs instanceof Reading.Faulty faulty) {
            return degraded(Side.CANDIDATE, faulty.fault());
        }
        Answer ourAnswer = new Answer(legacy, ((Reading.Found) ours).list());
        Answer theirAnswer = new Answer(candidate, ((Reading.Found) theirs).list());
        return settings.itemId().isPresent()
                ? ranked(Draft.of(settings.method()), ourAnswer, theirAnswer, random)
                : sideBySide(ourAnswer, theirAnswer, random);
    }

    private static Mix ranked(Draft draft, Answer legacy, Answer candidate, RandomGenerator random) {
        List<Item> ours = legacy.list().distinct();
        List<Item> theirs = candidate.list().distinct();
        int length = legacy.list().items().size();
        List<Pick> picks = draft.picks(ids(ours), ids(theirs), length, random);
        if (picks.size() < length) {
            return degraded(Side.LEGACY, "Duplicates");
        }
        Writer writer = new Writer(legacy, candidate.body().length);
        for (Pick pick : picks) {
            boolean fromLegacy = pick.side() == Side.LEGACY;
            Item item = (fromLegacy ? ours : theirs).get(pick.index());
            writer.add(pick.side(), (fromLegacy ? legacy : candidate).body(), item, item.id());
        }
        return writer.mixed();
    }

    private static Mix sideBySide(Answer legacy, Answer candidate, RandomGenerator random) {
        Side first = random.nextBoolean() ? Side.LEGACY : Side.CANDIDATE;
        Writer writer = new Writer(legacy, candidate.body().length);
        int place = 0;
        for (Pick pick : Pick.alternating(
                first, legacy.list().items().size(), candidate.list().items().size())) {
            Answer answer = pick.side() == Side.LEGACY ? legacy : candidate;
            Item item = answer.list().items().get(pick.index());
            writer.add(pick.side(), answer.body(), item, Integer.toString(place++));
        }
        return writer.mixed();
    }

    private static Mix degraded(Side side, String fault) {
        return new Mix.Degraded(side.label() + fault);
    }

    private static List<String> ids(List<Item> items) {
        return items.stream().map(Item::id).toList();
    }

    /** One model's bytes, and the list in them. */
    @SuppressWarnings("ArrayRecordComponent") // lives within one call and is never compared
    private record Answer(byte[] body, ItemList list) {}

    /** Legacy's bytes up to the list, the items, the rest of legacy's bytes. */
    private static final class Writer {
        private final Answer frame;
        private final ByteArrayOutputStream bytes;
        private final List<Pair.Item> items = new ArrayList<>();

        private Writer(Answer frame, int more) {
            this.frame = frame;
            this.bytes = new ByteArrayOutputStream(frame.body().length + more);
            bytes.write(frame.body(), 0, frame.list().span().start());
            bytes.write('[');
        }

        private void add(Side side, byte[] body, Item item, String id) {
            if (!items.isEmpty()) {
                bytes.write(',');
            }
            ItemList.Span span = item.span();
            ItemList.@Nullable Span index = item.index();
            if (index == null) {
                bytes.write(body, span.start(), span.length());
            } else {
                bytes.write(body, span.start(), index.start() - span.start());
                bytes.writeBytes(Integer.toString(items.size()).getBytes(StandardCharsets.US_ASCII));
                bytes.write(body, index.end(), span.end() - index.end());
            }
            items.add(new Pair.Item(id, side.label()));
        }

        private Mix mixed() {
            int end = frame.list().span().end();
            bytes.write(']');
            bytes.write(frame.body(), end, frame.body().length - end);
            return new Mix.Mixed(bytes.toByteArray(), items);
        }
    }
}
