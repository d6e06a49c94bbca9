package dev.understudy.gateway.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.gateway.wire.HeadBytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an answer costs on its way out: each flush is a system call, whatever it holds. */
class OutboxTest {
    private final Counts counts = new Counts();
    private final EmbeddedChannel channel = new EmbeddedChannel(counts);
    private final Outbox outbox = new Outbox(channel);

    private static final class Counts extends ChannelOutboundHandlerAdapter {
        private int writes;
        private int flushes;

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            writes++;
            context.write(message, promise);
        }

        @Override
        public void flush(ChannelHandlerContext context) {
            flushes++;
            context.flush();
        }
    }

    @AfterEach
    void release() {
        outbox.close();
        channel.finishAndReleaseAll();
    }

    @Test
    void a_head_and_a_large_body_go_out_as_two_buffers_in_one_flush() {
        outbox.head(head());
        outbox.piece(Unpooled.wrappedBuffer(new byte[32 * 1024]));
        outbox.flush();

        assertThat(counts.writes).isEqualTo(2);
        assertThat(counts.flushes).isEqualTo(1);
    }

    @Test
    void a_head_and_small_pieces_go_out_as_one_buffer() {
        outbox.head(head());
        for (int i = 0; i < 10; i++) {
            outbox.chunk(Unpooled.wrappedBuffer(new byte[100]));
        }
        outbox.lastChunk();
        outbox.flush();

        assertThat(counts.writes).isEqualTo(1);
        ByteBuf sent = channel.readOutbound();
        assertThat(sent.toString(StandardCharsets.US_ASCII))
                .startsWith("HTTP/1.1 200 OK\r\n\r\n64\r\n")
                .endsWith("\r\n0\r\n\r\n");
        sent.release();
    }

    @Test
    void large_chunks_go_out_without_a_copy() {
        ByteBuf piece = Unpooled.wrappedBuffer(new byte[32 * 1024]);
        outbox.head(head());
        outbox.chunk(piece);
        outbox.lastChunk();
        outbox.flush();

        assertThat(counts.writes).isEqualTo(3);
        assertThat(counts.flushes).isEqualTo(1);
        channel.<ByteBuf>readOutbound().release();
        assertThat(channel.<ByteBuf>readOutbound()).isSameAs(piece);
        piece.release();
    }

    private static HeadBytes head() {
        return new HeadBytes().begin().text("HTTP/1.1 200 OK").line().line();
    }
}
