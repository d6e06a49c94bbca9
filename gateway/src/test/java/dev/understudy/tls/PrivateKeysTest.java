package dev.understudy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.Base64;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateKeysTest {
    @ParameterizedTest
    @CsvSource({"RSA, 1024", "RSA, 2048", "RSA, 4096", "EC, 256", "EC, 384", "EC, 521", "Ed25519, 255"})
    void a_key_in_pkcs8_is_read(String algorithm, int bits) throws Exception {
        PrivateKey key = key(algorithm, bits);

        assertThat(PrivateKeys.of(pem("PRIVATE KEY", key.getEncoded()))).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource({"RSA, RSA PRIVATE KEY, 1024", "RSA, RSA PRIVATE KEY, 4096", "EC, EC PRIVATE KEY, 256"})
    void a_key_in_its_own_algorithms_form_is_read(String algorithm, String label, int bits) throws Exception {
        PrivateKey key = key(algorithm, bits);

        PrivateKey read = PrivateKeys.of(pem(label, bare(key)));

        assertThat(secret(read)).isEqualTo(secret(key));
    }

    @Test
    void what_stands_around_the_key_does_not_count() throws Exception {
        PrivateKey key = key("EC", 256);

        assertThat(PrivateKeys.of("Bag Attributes\n" + pem("EC PARAMETERS", new byte[] {6, 0})
                        + pem("PRIVATE KEY", key.getEncoded()) + "trailing"))
                .isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY"})
    void what_is_no_key_is_refused_with_what_was_expected(String label) {
        for (byte[] der : new byte[][] {{}, {0x30}, {0x30, (byte) 0x84, 1, 1, 1, 1}, new byte[300]}) {
            assertThatThrownBy(() -> PrivateKeys.of(pem(label, der)))
                    .isInstanceOf(PemException.class)
                    .hasMessageContaining("(expected: ");
        }
    }

    @Test
    void two_keys_are_one_too_many() throws Exception {
        String one = pem("PRIVATE KEY", key("EC", 256).getEncoded());

        assertThatThrownBy(() -> PrivateKeys.of(one + one)).hasMessageStartingWith("holds 2 private keys");
    }

    private static PrivateKey key(String algorithm, int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        KeyPair pair = generator.generateKeyPair();
        return pair.getPrivate();
    }

    private static BigInteger secret(PrivateKey key) {
        return key instanceof ECPrivateKey ec ? ec.getS() : ((RSAPrivateKey) key).getPrivateExponent();
    }

    /** Without PKCS#8's frame; an EC key as tools write it, with its curve. */
    private static byte[] bare(PrivateKey key) throws Exception {
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(key.getEncoded());
        if (!key.getAlgorithm().equals("EC")) {
            return info.parsePrivateKey().toASN1Primitive().getEncoded();
        }
        return new org.bouncycastle.asn1.sec.ECPrivateKey(
                        256, secret(key), info.getPrivateKeyAlgorithm().getParameters())
                .getEncoded();
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }
}
