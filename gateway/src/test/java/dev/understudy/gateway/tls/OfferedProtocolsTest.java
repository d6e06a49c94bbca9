package dev.understudy.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OfferedProtocolsTest {
    private static final byte[] ALERT = {21, 3, 3, 0, 2, 2, 120};

    @ParameterizedTest
    @ValueSource(strings = {"h2", "http/1.1", "ftp,http/1.1", ""})
    void a_hello_with_one_of_ours_or_none_at_all_is_handed_on_wherever_it_is_cut(String offered) throws Exception {
        byte[] hello = hello(offered);
        for (int cut = 0; cut <= hello.length; cut++) {
            EmbeddedChannel channel = channel();
            channel.writeInbound(Unpooled.copiedBuffer(hello, 0, cut));
            channel.writeInbound(Unpooled.copiedBuffer(hello, cut, hello.length - cut));

            assertThat(handedOn(channel)).isEqualTo(hello);
            assertThat(channel.pipeline().get(OfferedProtocols.class)).isNull();
            channel.finishAndReleaseAll();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp", "h3,ftp", "http/1.0", "H2"})
    void who_offers_others_alone_is_told_so_wherever_it_is_cut(String offered) throws Exception {
        byte[] hello = hello(offered);
        for (int cut = 0; cut < hello.length; cut++) {
            EmbeddedChannel channel = channel();
            channel.writeInbound(Unpooled.copiedBuffer(hello, 0, cut));
            assertThat(channel.outboundMessages()).isEmpty();
            channel.writeInbound(Unpooled.copiedBuffer(hello, cut, hello.length - cut));

            ByteBuf told = channel.readOutbound();
            assertThat(told).isEqualTo(Unpooled.wrappedBuffer(ALERT));
            told.release();
            assertThat(handedOn(channel)).isEmpty();
            channel.finishAndReleaseAll();
        }
    }

    @Test
    void what_is_no_hello_is_handed_on_as_it_is() throws Exception {
        SplittableRandom random = new SplittableRandom(3);
        byte[] hello = hello("ftp,h3");
        for (int i = 0; i < 5000; i++) {
            byte[] bytes = hello.clone();
            for (int damage = random.nextInt(1, 5); damage > 0; damage--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            EmbeddedChannel channel = channel();
            channel.writeInbound(Unpooled.copiedBuffer(bytes));
            byte[] handedOn = handedOn(channel);

            assertThat(handedOn.length).isIn(0, bytes.length);
            if (handedOn.length > 0) {
                assertThat(handedOn).isEqualTo(bytes);
            }
            channel.finishAndReleaseAll();
        }
    }

    @Test
    void what_a_client_that_left_had_begun_to_say_is_given_back() throws Exception {
        EmbeddedChannel channel = channel();
        ByteBuf half = Unpooled.copiedBuffer(Arrays.copyOf(hello("h2"), 50));
        channel.writeInbound(half);
        channel.finishAndReleaseAll();

        assertThat(half.refCnt()).isZero();
    }

    private static EmbeddedChannel channel() {
        return new EmbeddedChannel(new OfferedProtocols(List.of("h2", "http/1.1")));
    }

    private static byte[] handedOn(EmbeddedChannel channel) {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf piece = channel.readInbound(); piece != null; piece = channel.readInbound()) {
            all.writeBytes(piece);
            piece.release();
        }
        return Arrays.copyOf(all.array(), all.readableBytes());
    }

    private static byte[] hello(String offered) throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine("models.test", 443);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(offered.isEmpty() ? new String[0] : offered.split(",", -1));
        engine.setSSLParameters(parameters);
        ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), hello);
        return Arrays.copyOf(hello.array(), hello.position());
    }
}
