package dev.understudy.tls;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Reads a private key in each of the forms in which tools write one: PKCS#8 (RFC 5208), PKCS#1 of RSA (RFC 8017,
 * appendix A.1.2) and SEC 1 of elliptic curves (RFC 5915). Java knows the first; the others are put into its frame.
 */
final class PrivateKeys {
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");
    private static final byte[] VERSION_0 = {2, 1, 0};
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final byte[] EC_PUBLIC_KEY = HexFormat.of().parseHex("06072a8648ce3d0201");
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 4;
    private static final int INTEGER = 2;
    private static final int CURVE = 0xa0;

    private PrivateKeys() {}

    /** The only key among a file's blocks. */
    static PrivateKey of(String pem) throws PemException {
        List<PemBlock> keys = PemBlock.all(pem).stream()
                .filter(block -> block.label().endsWith("PRIVATE KEY"))
                .toList();
        if (keys.size() != 1) {
            throw new PemException("holds " + keys.size() + " private keys (expected: one, in PEM form)");
        }
        PemBlock key = keys.get(0);
        return switch (key.label()) {
            case "PRIVATE KEY" -> pkcs8(key.der());
            case "RSA PRIVATE KEY" -> pkcs8(framed(RSA, key.der()));
            case "EC PRIVATE KEY" -> pkcs8(framed(element(SEQUENCE, EC_PUBLIC_KEY, curve(key.der())), key.der()));
            case "ENCRYPTED PRIVATE KEY" ->
                throw new PemException("holds an encrypted key (expected: one without a password)");
            default ->
                throw new PemException(
                        "holds a " + key.label() + " (expected: a PRIVATE KEY, RSA PRIVATE KEY or EC PRIVATE KEY)");
        };
    }

    private static PrivateKey pkcs8(byte[] der) throws PemException {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (GeneralSecurityException another) {
                // it may be of the next algorithm
            }
        }
        throw new PemException("holds a private key that cannot be read (expected: one of " + ALGORITHMS + ")");
    }

    private static byte[] framed(byte[] algorithm, byte[] key) {
        return element(SEQUENCE, VERSION_0, algorithm, element(OCTETS, key));
    }

    /** The curve's identifier, with its tag, out of a key in SEC 1's form. */
    private static byte[] curve(byte[] der) throws PemException {
        try {
            int at = inside(der, 0, SEQUENCE);
            at = behind(der, at, INTEGER);
            at = behind(der, at, OCTETS);
            int start = inside(der, at, CURVE);
            return Arrays.copyOfRange(der, start, behind(der, at, CURVE));
        } catch (ArrayIndexOutOfBoundsException | IllegalArgumentException e) {
            throw new PemException("holds an EC key without its curve (expected: a named curve in it)");
        }
    }

    private static int inside(byte[] der, int at, int tag) {
        if ((der[at] & 0xff) != tag) {
            throw new IllegalArgumentException("tag: " + der[at] + " (expected: " + tag + ")");
        }
        return der[at + 1] >= 0 ? at + 2 : at + 2 + (der[at + 1] & 0x7f);
    }

    private static int behind(byte[] der, int at, int tag) {
        int start = inside(der, at, tag);
        int length = 0;
        if (start == at + 2) {
            length = der[at + 1];
        } else {
            for (int i = at + 2; i < start; i++) {
                length = (length << 8) | (der[i] & 0xff);
            }
        }
        return start + length;
    }

    private static byte[] element(int tag, byte[]... contents) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : contents) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        int length = content.size();
        if (length < 128) {
            element.write(length);
        } else {
            element.write(0x82);
            element.write(length >> 8);
            element.write(length);
        }
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }
}
