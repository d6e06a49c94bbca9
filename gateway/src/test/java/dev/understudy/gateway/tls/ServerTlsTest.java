package dev.understudy.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.config.Listen;
import dev.understudy.gateway.testing.Authority;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServerTlsTest {
    private static final Authority AUTHORITY = Authority.create();
    private static final List<String> ALPN = List.of("h2", "http/1.1");

    @TempDir
    private Path files;

    private Path certificate;
    private Path key;

    @BeforeEach
    void writeFiles() throws IOException {
        certificate = files.resolve("a.crt");
        key = files.resolve("a.key");
        Authority.write(AUTHORITY.server(), files, "a");
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "OPENSSL"})
    void both_engines_shake_hands_and_agree_on_a_protocol(SslProvider provider) throws Exception {
        ServerTls tls = ServerTls.open(settings(), ALPN, provider);
        EmbeddedChannel server = new EmbeddedChannel(tls.handler(ByteBufAllocator.DEFAULT));
        EmbeddedChannel client = new EmbeddedChannel(SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .trustManager(new ByteArrayInputStream(AUTHORITY.pem().getBytes(StandardCharsets.US_ASCII)))
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        "h2",
                        "http/1.1"))
                .build()
                .newHandler(ByteBufAllocator.DEFAULT, "localhost", 443));

        for (int i = 0; i < 10; i++) {
            carry(client, server);
            carry(server, client);
        }

        SslHandler handler = server.pipeline().get(SslHandler.class);
        assertThat(handler.handshakeFuture().isSuccess()).isTrue();
        assertThat(handler.applicationProtocol()).isEqualTo("h2");
        assertThat(handler.engine().getSession().getProtocol()).isEqualTo("TLSv1.3");
        assertThat(handler.engine().getEnabledProtocols()).doesNotContain("TLSv1", "TLSv1.1", "SSLv3");
        server.finishAndReleaseAll();
        client.finishAndReleaseAll();
    }

    @Test
    void what_did_not_change_is_not_built_again() throws Exception {
        ServerTls tls = ServerTls.open(settings(), ALPN);

        assertThat(tls.reload()).isFalse();
        Authority.write(AUTHORITY.server(), files, "a");
        assertThat(tls.reload()).isTrue();
        assertThat(tls.reload()).isFalse();
    }

    @Test
    void a_half_written_change_is_refused_until_it_is_whole() throws Exception {
        ServerTls tls = ServerTls.open(settings(), ALPN);
        Authority.write(AUTHORITY.server(), files, "b");
        Files.copy(files.resolve("b.crt"), certificate, StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(tls::reload).hasMessageContaining("listen.tls.key: " + key + " is not the key of");

        Files.copy(files.resolve("b.key"), key, StandardCopyOption.REPLACE_EXISTING);
        assertThat(tls.reload()).isTrue();
    }

    @Test
    void a_file_that_cannot_be_used_is_named_with_its_key_and_what_is_wrong_with_it() throws Exception {
        assertRefused("listen.tls.certificate: " + certificate + " does not exist", () -> Files.delete(certificate));
        assertRefused(
                "listen.tls.certificate: " + certificate + " holds no certificate",
                () -> Files.writeString(certificate, "text"));
        assertRefused(
                "listen.tls.key: " + key + " holds 0 private keys",
                () -> Files.copy(certificate, key, StandardCopyOption.REPLACE_EXISTING));
        assertRefused(
                "listen.tls.key: " + key + " holds an encrypted key",
                () -> Files.writeString(
                        key, "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n"));
        assertRefused(
                "listen.tls.certificate: " + certificate + " is larger than 1 MiB",
                () -> Files.write(certificate, new byte[1024 * 1024 + 1]));
        writeFiles();
        Listen.Tls missingAuthority =
                new Listen.Tls(certificate, key, Optional.of(files.resolve("none.crt")), Listen.ClientAuth.REQUIRE);
        assertThatThrownBy(() -> ServerTls.open(missingAuthority, ALPN))
                .hasMessage("listen.tls.clientCa: " + files.resolve("none.crt") + " does not exist");
    }

    private void assertRefused(String message, Damage damage) throws IOException {
        writeFiles();
        damage.apply();
        assertThatThrownBy(() -> ServerTls.open(settings(), ALPN))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(message);
    }

    private Listen.Tls settings() {
        return new Listen.Tls(certificate, key, Optional.empty(), Listen.ClientAuth.REQUIRE);
    }

    private static void carry(EmbeddedChannel from, EmbeddedChannel to) {
        for (ByteBuf bytes = from.readOutbound(); bytes != null; bytes = from.readOutbound()) {
            if (to.isOpen()) {
                to.writeInbound(bytes);
            } else {
                ReferenceCountUtil.release(bytes);
            }
        }
    }

    private interface Damage {
        void apply() throws IOException;
    }
}
