package dev.understudy.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator.ExtendedHandle;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What an answer costs in system calls, counted where Netty asks how much to receive and whether to go on: each receive is one,
 * and each turn's end is a flush, which is a send.
 */
class ReadsTest {
    private static final int HEAD_BYTES = 157;
    private static final int ANSWERS = 100;
    private static final int UNTIL_IT_IS_KNOWN = 10;

    private final ExtendedHandle reads = (ExtendedHandle) Reads.allocator().newHandle();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private int receives;
    private int turns;

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "4, 1", "16, 1", "32, 1", "48, 1", "63, 1", "64, 2", "100, 2"})
    void each_answer_takes_as_few_receives_as_it_can_and_goes_on_in_one_turn(int kibibytes, int most) {
        for (int i = 0; i < UNTIL_IT_IS_KNOWN; i++) {
            arrive(HEAD_BYTES + kibibytes * 1024);
        }
        receives = 0;
        turns = 0;

        for (int i = 0; i < ANSWERS; i++) {
            arrive(HEAD_BYTES + kibibytes * 1024);
        }

        assertThat(receives).as("receives").isLessThanOrEqualTo(most * ANSWERS);
        assertThat(turns).as("turns, each with a send").isEqualTo(ANSWERS);
    }

    /** As an event loop receives what is there, turn by turn. */
    private void arrive(int bytes) {
        int left = bytes;
        while (left > 0) {
            reads.reset(channel.config());
            do {
                ByteBuf buffer = reads.allocate(UnpooledByteBufAllocator.DEFAULT);
                int received = Math.min(left, buffer.writableBytes());
                reads.attemptedBytesRead(buffer.writableBytes());
                reads.lastBytesRead(received);
                buffer.release();
                left -= received;
                receives++;
                reads.incMessagesRead(1);
            } while (reads.continueReading());
            reads.readComplete();
            turns++;
        }
    }
}
