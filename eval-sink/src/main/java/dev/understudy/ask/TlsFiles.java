package dev.understudy.ask;

import dev.understudy.config.Model;
import dev.understudy.tls.Identity;
import dev.understudy.tls.PemFile;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** A model's {@code tls}: whom to believe, and what to show. Read once. */
public final class TlsFiles {
    private static final char[] NO_PASSWORD = new char[0];

    private TlsFiles() {}

    /**
     * Empty where the system's authorities decide and nothing is shown.
     *
     * @throws IOException naming the file that is of no use
     */
    public static Optional<SSLContext> context(Model.Tls tls) throws IOException {
        if (tls.verify() && tls.ca() == null && tls.certificate() == null) {
            return Optional.empty();
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(shown(tls), trusted(tls), null);
            return Optional.of(context);
        } catch (GeneralSecurityException e) {
            throw new IOException("tls: cannot be used (" + e.getMessage() + ")", e);
        }
    }

    private static TrustManager @Nullable [] trusted(Model.Tls tls) throws IOException, GeneralSecurityException {
        if (!tls.verify()) {
            return new TrustManager[] {new Anybody()};
        }
        if (tls.ca() == null) {
            return null;
        }
        KeyStore store = empty();
        int number = 0;
        for (Certificate certificate : PemFile.read("tls.ca", tls.ca()).certificates()) {
            store.setCertificateEntry("ca" + number++, certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager @Nullable [] shown(Model.Tls tls) throws IOException, GeneralSecurityException {
        if (tls.certificate() == null || tls.key() == null) {
            return null;
        }
        KeyStore store = empty();
        Identity identity =
                Identity.of(PemFile.read("tls.certificate", tls.certificate()), PemFile.read("tls.key", tls.key()));
        store.setKeyEntry("shown", identity.key(), NO_PASSWORD, identity.chain().toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    /** {@code verify: false}: whoever answers is believed, whatever their name. */
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
