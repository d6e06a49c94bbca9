package dev.understudy.gateway.tls;

import dev.understudy.config.Listen;
import dev.understudy.tls.Identity;
import dev.understudy.tls.PemFile;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS towards clients: the certificate that is shown now, read again when its files change.
 *
 * <p>{@link #handler} is for event loops; {@link #open} and {@link #reload} read files and are not.
 */
public final class ServerTls {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    /** Forward secrecy and authenticated encryption only: what RFC 9113, section 9.2.2, leaves for HTTP/2. */
    private static final List<String> CIPHERS = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    static {
        // JDK's engine asks this once; BoringSSL never lets a client renegotiate.
        if (System.getProperty("jdk.tls.rejectClientInitiatedRenegotiation") == null) {
            System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
        }
    }

    private final Listen.Tls settings;
    private final SslProvider provider;
    private final List<String> alpn;
    private Pems seen;
    private volatile Current current;

    private record Pems(
            PemFile certificate, PemFile key, @Nullable PemFile clientCa) {}

    private record Current(SslContext context, Instant validUntil) {}

    private ServerTls(Listen.Tls settings, SslProvider provider, List<String> alpn) throws IOException {
        this.settings = settings;
        this.provider = provider;
        this.alpn = alpn;
        this.seen = read();
        this.current = build(seen);
    }

    /**
     * @param alpn the protocols that are spoken here, the preferred one first
     * @throws IOException naming the key of the configuration, the file, and what is wrong with it
     */
    public static ServerTls open(Listen.Tls settings, List<String> alpn) throws IOException {
        return open(settings, alpn, OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK);
    }

    static ServerTls open(Listen.Tls settings, List<String> alpn, SslProvider provider) throws IOException {
        return new ServerTls(settings, provider, List.copyOf(alpn));
    }

    /** Who encrypts: {@code boringssl} or {@code jdk}. */
    public String engine() {
        return provider == SslProvider.JDK ? "jdk" : "boringssl";
    }

    /** When the certificate that is shown now expires. */
    public Instant validUntil() {
        return current.validUntil();
    }

    /** For a new connection, before its {@link #handler}. */
    public ChannelHandler door() {
        return new OfferedProtocols(alpn);
    }

    /** For a new connection. */
    public SslHandler handler(ByteBufAllocator allocator) {
        return current.context().newHandler(allocator);
    }

    /**
     * Takes over what changed in the files since they were taken over last; connections that are open stay as they are.
     *
     * @return whether anything was taken over
     * @throws IOException as long as what is there cannot be taken over: the former certificate goes on
     */
    public boolean reload() throws IOException {
        Pems found = read();
        if (found.equals(seen)) {
            return false;
        }
        current = build(found);
        seen = found;
        return true;
    }

    private Pems read() throws IOException {
        Optional<Path> authority = settings.clientCa();
        return new Pems(
                PemFile.read("listen.tls.certificate", settings.certificate()),
                PemFile.read("listen.tls.key", settings.key()),
                authority.isPresent() ? PemFile.read("listen.tls.clientCa", authority.get()) : null);
    }

    private Current build(Pems files) throws IOException {
        Identity identity = Identity.of(files.certificate(), files.key());
        SslContextBuilder builder = SslContextBuilder.forServer(identity.key(), identity.chain())
                .sslProvider(provider)
                .protocols(PROTOCOLS)
                .ciphers(CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        alpn));
        if (files.clientCa() != null) {
            builder.trustManager(files.clientCa().certificates())
                    .clientAuth(
                            settings.clientAuth() == Listen.ClientAuth.REQUIRE
                                    ? ClientAuth.REQUIRE
                                    : ClientAuth.OPTIONAL);
        }
        try {
            return new Current(
                    builder.build(), identity.chain().get(0).getNotAfter().toInstant());
        } catch (SSLException e) {
            throw new IOException("listen.tls: " + e.getMessage(), e);
        }
    }
}
