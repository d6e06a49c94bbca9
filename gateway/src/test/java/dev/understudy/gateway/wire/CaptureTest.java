package dev.understudy.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Captured bodies stay within their loop's budget, and give back what they took. */
class CaptureTest {
    @Test
    void what_the_budget_does_not_allow_is_counted_and_not_kept() {
        BodyBudget budget = new BodyBudget(10);
        Capture first = new Capture(100, budget);
        Capture second = new Capture(100, budget);

        first.append(bytes(8));
        second.append(bytes(8));
        second.append(bytes(1));

        assertThat(first.isWhole()).isTrue();
        assertThat(second.isWhole()).isFalse();
        assertThat(second.isStarved()).isTrue();
        assertThat(second.length()).isEqualTo(9);
        assertThat(second.body(100).truncated()).isTrue();
        assertThat(budget.held()).isEqualTo(8);
    }

    @Test
    void what_was_released_is_free_for_others_and_stays_readable() {
        BodyBudget budget = new BodyBudget(10);
        Capture first = new Capture(100, budget);
        first.append(bytes(10));
        first.end();
        first.release();
        first.release();

        Capture second = new Capture(100, budget);
        second.append(bytes(10));

        assertThat(budget.held()).isEqualTo(10);
        assertThat(second.isWhole()).isTrue();
        assertThat(first.body(100).truncated()).isFalse();
        assertThat(first.bytes()).hasSize(10);
    }

    @Test
    void nothing_is_taken_after_the_release() {
        BodyBudget budget = new BodyBudget(10);
        Capture late = new Capture(100, budget);
        late.release();
        late.append(bytes(5));

        assertThat(budget.held()).isZero();
        assertThat(late.length()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void room_that_was_promised_is_there_and_the_budget_is_never_exceeded(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        BodyBudget budget = new BodyBudget(20_000);
        List<Capture> open = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            if (open.isEmpty() || random.nextInt(4) == 0) {
                open.add(new Capture(random.nextInt(8000), budget));
            }
            Capture one = open.get(random.nextInt(open.size()));
            int size = random.nextInt(1, 700);
            boolean wasWhole = one.isWhole();
            boolean promised = one.hasRoomFor(size);
            one.append(bytes(size));

            assertThat(one.isWhole()).isEqualTo(wasWhole && promised);
            assertThat(budget.held()).isBetween(0L, 20_000L);
            if (random.nextInt(5) == 0) {
                one.release();
                open.remove(one);
            }
        }
        open.forEach(Capture::release);
        assertThat(budget.held()).isZero();
    }

    private static ByteBuf bytes(int count) {
        return Unpooled.wrappedBuffer(new byte[count]);
    }
}
