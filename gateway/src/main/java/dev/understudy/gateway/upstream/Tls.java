package dev.understudy.gateway.upstream;

import dev.understudy.config.Model;
import dev.understudy.gateway.wire.Failure;
import dev.understudy.tls.Identity;
import dev.understudy.tls.PemFile;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How one model is called over TLS, as its files last said. All event loops share it; what changed in a file counts from
 * the next connection on.
 */
final class Tls {
    private static final Logger LOG = LoggerFactory.getLogger(Tls.class);
    private static final long SAID_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final String model;
    private final Model.Tls settings;
    private final boolean http2;
    private final AtomicLong saidNanos = new AtomicLong(System.nanoTime() - SAID_AGAIN_NANOS);
    private volatile Loaded loaded;

    /** @throws IOException naming the file that is of no use */
    Tls(Model model) throws IOException {
        this.model = model.name();
        this.settings = model.tls();
        this.http2 = model.http2();
        if (!settings.verify()) {
            LOG.atWarn().addKeyValue("model", this.model).log("TLS without verification: whoever answers is believed");
        }
        this.loaded = load(Pems.read(settings));
    }

    /** Whether it is what these settings ask for. */
    boolean isFor(Model other) {
        return settings.equals(other.tls()) && http2 == other.http2();
    }

    /** What the files said, and what came of it. */
    private record Loaded(Pems files, SslContext context) {}

    /** The files as they are; null for those that are not named. */
    private record Pems(
            @Nullable PemFile ca,
            @Nullable PemFile certificate,
            @Nullable PemFile key) {
        static Pems read(Model.Tls settings) throws IOException {
            return new Pems(
                    file("ca", settings.ca()),
                    file("certificate", settings.certificate()),
                    file("key", settings.key()));
        }

        private static @Nullable PemFile file(String name, @Nullable Path path) throws IOException {
            return path == null ? null : PemFile.read(name, path);
        }
    }

    /** Reads the files anew; not for event loops. What cannot be used leaves everything as it was. */
    void read() throws IOException {
        Pems files = Pems.read(settings);
        if (!files.equals(loaded.files())) {
            loaded = load(files);
            LOG.atInfo().addKeyValue("model", model).log("TLS files read anew");
        }
    }

    /** The handler that comes first on a connection to that host. */
    SslHandler handler(Channel channel, String host, int port, long timeoutNanos) {
        String named = settings.serverName();
        String name = named == null ? host : named;
        SslHandler handler = loaded.context().newHandler(channel.alloc(), name, port);
        if (!NetUtil.isValidIpV4Address(name) && !NetUtil.isValidIpV6Address(name)) {
            SSLEngine engine = handler.engine();
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name)));
            engine.setSSLParameters(parameters);
        }
        handler.setHandshakeTimeout(timeoutNanos, TimeUnit.NANOSECONDS);
        return handler;
    }

    /** What it is called that TLS came to nothing; says why in the log, if anybody knows, though not each time. */
    Failure failure(Throwable cause) {
        if (cause instanceof SslHandshakeTimeoutException) {
            return Failure.CONNECT_TIMEOUT;
        }
        if (!(cause instanceof SSLException)) {
            return Failure.TLS;
        }
        String problem = Objects.requireNonNullElse(cause.getMessage(), cause.toString());
        long now = System.nanoTime();
        long said = saidNanos.get();
        if (now - said >= SAID_AGAIN_NANOS && saidNanos.compareAndSet(said, now)) {
            LOG.atWarn()
                    .addKeyValue("model", model)
                    .addKeyValue("problem", problem)
                    .log("TLS to a model failed");
        }
        return problem.contains("no_application_protocol") ? Failure.NO_HTTP2 : Failure.TLS;
    }

    /** The trouble with TLS that an exception on a connection came from; null when it came from something else. */
    static @Nullable SSLException behind(Throwable exception) {
        if (exception instanceof SSLException trouble) {
            return trouble;
        }
        return exception.getCause() instanceof SSLException trouble ? trouble : null;
    }

    private Loaded load(Pems files) throws IOException {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .endpointIdentificationAlgorithm(settings.verify() ? "HTTPS" : null);
        if (!settings.verify()) {
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
        } else if (files.ca() != null) {
            builder.trustManager(files.ca().certificates());
        }
        if (files.certificate() != null && files.key() != null) {
            Identity identity = Identity.of(files.certificate(), files.key());
            builder.keyManager(identity.key(), identity.chain());
        }
        if (http2) {
            builder.ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            Protocol.ALPN,
                            SelectorFailureBehavior.NO_ADVERTISE,
                            SelectedListenerFailureBehavior.ACCEPT,
                            ApplicationProtocolNames.HTTP_2));
        }
        return new Loaded(files, builder.build());
    }
}
