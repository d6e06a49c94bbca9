package dev.understudy.tls;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One block of a PEM file (RFC 7468): what it says it is, and its bytes. What stands between blocks does not count. */
@SuppressWarnings("ArrayRecordComponent") // read once, compared never
record PemBlock(String label, byte[] der) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,64})-----\\s([^-]*+)-----END \\1-----");

    static List<PemBlock> all(String text) throws PemException {
        List<PemBlock> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            String content = matcher.group(2);
            if (content.contains("ENCRYPTED")) {
                throw new PemException("holds an encrypted key (expected: one without a password)");
            }
            try {
                blocks.add(
                        new PemBlock(matcher.group(1), Base64.getMimeDecoder().decode(content)));
            } catch (IllegalArgumentException e) {
                throw new PemException("holds something that is no base64: " + e.getMessage());
            }
        }
        return blocks;
    }
}
