package dev.understudy.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;

/**
 * Who we are to a peer: a private key, its certificate, and those that vouch for it.
 *
 * @param chain our certificate first
 */
public record Identity(PrivateKey key, List<X509Certificate> chain) {
    private static final byte[] PROOF = {'p', 'r', 'o', 'o', 'f'};

    public Identity {
        chain = List.copyOf(chain);
    }

    /** @throws IOException also when the key is not the first certificate's */
    public static Identity of(PemFile certificate, PemFile key) throws IOException {
        Identity identity = new Identity(key.key(), certificate.certificates());
        if (!identity.matches()) {
            throw new IOException(key.place() + ": " + key.path() + " is not the key of the first certificate in "
                    + certificate.path() + " (expected: its private key)");
        }
        return identity;
    }

    /** All certificates among a file's blocks, in its order. */
    static List<X509Certificate> certificates(String pem) throws PemException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (PemBlock block : PemBlock.all(pem)) {
                if (block.label().equals("CERTIFICATE")) {
                    certificates.add(
                            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der())));
                }
            }
        } catch (CertificateException e) {
            throw new PemException("holds a certificate that cannot be read: " + e.getMessage());
        }
        if (certificates.isEmpty()) {
            throw new PemException("holds no certificate (expected: at least one, in PEM form)");
        }
        return certificates;
    }

    /** Whether the certificate is the key's. */
    private boolean matches() {
        PublicKey theirs = chain.get(0).getPublicKey();
        String algorithm = theirs instanceof RSAPublicKey
                ? "SHA256withRSA"
                : theirs instanceof ECPublicKey ? "SHA256withECDSA" : theirs.getAlgorithm();
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(PROOF);
            byte[] signed = signature.sign();
            signature.initVerify(theirs);
            signature.update(PROOF);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
