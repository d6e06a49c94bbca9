package dev.understudy.gateway.testing;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;

/** Those who vouch and what they vouch for, made on the spot. */
public final class Certificates {
    private final X509Bundle authority;

    private Certificates(X509Bundle authority) {
        this.authority = authority;
    }

    /** A new authority that nobody trusts yet. */
    public static Certificates ofOwnAuthority() {
        try {
            return new Certificates(new CertificateBuilder()
                    .ecp256()
                    .subject("CN=authority")
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    public X509Bundle authority() {
        return authority;
    }

    /** For the models of these tests: 127.0.0.1 and localhost. */
    public X509Bundle loopback() {
        return issue(named("localhost").addSanIpAddress("127.0.0.1"));
    }

    public X509Bundle forName(String name) {
        return issue(named(name));
    }

    public X509Bundle expired() {
        return issue(named("localhost")
                .addSanIpAddress("127.0.0.1")
                .notBefore(Instant.now().minus(Duration.ofDays(20)))
                .notAfter(Instant.now().minus(Duration.ofDays(10))));
    }

    public static X509Bundle selfSigned() {
        try {
            return named("localhost")
                    .addSanIpAddress("127.0.0.1")
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Writes whom to trust. */
    public Path trust(Path file) throws IOException {
        return Files.writeString(file, authority.getCertificatePEM());
    }

    /** A socket on a free loopback port that shows this. {@code clients}: who may vouch for those who call, who must show it. */
    public static SSLServerSocket listening(X509Bundle shown, @Nullable X509Bundle clients) {
        try {
            SSLServerSocket socket = (SSLServerSocket) context(shown, clients)
                    .getServerSocketFactory()
                    .createServerSocket(0, 512, InetAddress.getLoopbackAddress());
            socket.setNeedClientAuth(clients != null);
            return socket;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Of a server that shows this. */
    public static SSLContext context(X509Bundle shown, @Nullable X509Bundle clients) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    shown.toKeyManagerFactory().getKeyManagers(),
                    clients == null ? null : clients.toTrustManagerFactory().getTrustManagers(),
                    null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static CertificateBuilder named(String name) {
        return new CertificateBuilder().ecp256().subject("CN=" + name).addSanDnsName(name);
    }

    private X509Bundle issue(CertificateBuilder certificate) {
        try {
            return certificate.buildIssuedBy(authority);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
