package dev.understudy.gateway.testing;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** A certificate authority of one test's own, and what it vouches for. */
public final class Authority {
    private final X509Bundle root;

    private Authority(X509Bundle root) {
        this.root = root;
    }

    public static Authority create() {
        try {
            return new Authority(base("CN=Authority of a test")
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Its own certificate, in PEM form. */
    public String pem() {
        return root.getRootCertificatePEM();
    }

    /** A certificate for servers on this machine, with its key. */
    public X509Bundle server() {
        return issued(base("CN=localhost")
                .addSanDnsName("localhost")
                .addSanIpAddress("127.0.0.1")
                .addExtendedKeyUsageServerAuth());
    }

    /** A certificate for a client, with its key. */
    public X509Bundle client() {
        return issued(base("CN=client").addExtendedKeyUsageClientAuth());
    }

    /** A client's settings that trust this authority and show no certificate. */
    public SSLContext trust() {
        return context("TLS", new KeyManager[0]);
    }

    /** The same, with nothing later than this version of TLS. */
    public SSLContext trust(String version) {
        return context(version, new KeyManager[0]);
    }

    /** The same, showing a client's certificate, whomever the server says that it trusts. */
    public SSLContext trust(X509Bundle client) {
        return context("TLS", new KeyManager[] {new Shown(client)});
    }

    /** Writes certificate and key beside each other, as {@code name.crt} and {@code name.key}. */
    public static void write(X509Bundle bundle, Path directory, String name) throws IOException {
        Files.writeString(directory.resolve(name + ".crt"), bundle.getCertificatePathPEM());
        Files.writeString(directory.resolve(name + ".key"), bundle.getPrivateKeyPEM());
    }

    private SSLContext context(String version, KeyManager[] keys) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("root", root.getCertificate());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance(version);
            context.init(keys, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Shows one certificate always. */
    private static final class Shown extends X509ExtendedKeyManager {
        private final X509Bundle bundle;

        Shown(X509Bundle bundle) {
            this.bundle = bundle;
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[] {"it"};
        }

        @Override
        public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
            return "it";
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return bundle.getCertificatePath();
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return bundle.getKeyPair().getPrivate();
        }
    }

    private X509Bundle issued(CertificateBuilder builder) {
        try {
            return builder.buildIssuedBy(root);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static CertificateBuilder base(String subject) {
        return new CertificateBuilder()
                .ecp256()
                .subject(subject)
                .notBefore(Instant.now().minus(Duration.ofDays(1)))
                .notAfter(Instant.now().plus(Duration.ofDays(1)));
    }
}
