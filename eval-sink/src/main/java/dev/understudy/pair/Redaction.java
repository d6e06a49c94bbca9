package dev.understudy.pair;

import dev.understudy.config.Recording;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What of a route's pairs must not be kept: credentials in headers and queries always, and the headers and fields that the
 * route names. It runs on the event loops, before the queue; only a route with pointers pays for parsing.
 *
 * <p>A body in which fields are to be redacted but cannot be found for certain (cut, compressed, not JSON) is not kept.
 * Pointers count in the answer that a stream adds up to; where that is a list of events, in each of them.
 */
public final class Redaction {
    /** What stands in place of something that was taken out. */
    public static final String REDACTED = "[redacted]";

    /** Headers whose values are addresses, with queries of their own. */
    private static final Set<String> ADDRESSES = Set.of("location", "content-location", "referer", "link");

    /** Clients choose names, so not all of them can be remembered. */
    private static final int NAMES_KNOWN_MAX = 1000;

    private static final Pattern PARAMETER = Pattern.compile("([?&;])([^=&;#?]*)=([^&;#>\"\\s]*)");

    private final Set<String> headers;
    private final RedactedFields fields;
    private final Map<String, Treatment> treatments = new ConcurrentHashMap<>();

    /** What becomes of a header's value. */
    private enum Treatment {
        KEEP,
        CLEAN_ADDRESS,
        REDACT
    }

    private Redaction(Set<String> headers, RedactedFields fields) {
        this.headers = headers;
        this.fields = fields;
    }

    public static Redaction of(Recording recording) {
        return new Redaction(recording.redactHeaders(), RedactedFields.of(recording.redactPointers()));
    }

    public Pair apply(Pair pair) {
        List<Leg> legs = new ArrayList<>(pair.legs().size());
        for (Leg leg : pair.legs()) {
            legs.add(leg(leg));
        }
        return pair.with(request(pair.request()), legs);
    }

    private Request request(Request request) {
        String encoding = request.headers().get("content-encoding");
        return new Request(
                request.method(),
                address(request.path()),
                headers(request.headers()),
                fields.isEmpty() ? request.body() : body(request.body(), encoding));
    }

    private Leg leg(Leg leg) {
        Headers headers = headers(leg.headers());
        Leg clean = headers.equals(leg.headers()) ? leg : AssembledLeg.withHeaders(leg, headers);
        Body body = leg.body();
        if (fields.isEmpty() || body == null) {
            return clean;
        }
        if (PlainBody.isEncoded(leg)) {
            return AssembledLeg.withBody(clean, body(body, leg.headers().get("content-encoding")));
        }
        Leg assembled = AssembledLeg.of(clean);
        Body answer = assembled.body();
        if (assembled.stream() != null && assembled.stream().events() > 0 && answer != null) {
            return AssembledLeg.withBody(assembled, stream(answer));
        }
        return AssembledLeg.withBody(assembled, body(body, leg.headers().get("content-encoding")));
    }

    private Headers headers(Map<String, String> values) {
        Headers clean = Headers.copyOf(values);
        for (int field = 0; field < clean.size(); field++) {
            String value = switch (treatment(clean.name(field))) {
                case KEEP -> clean.value(field);
                case CLEAN_ADDRESS -> address(clean.value(field));
                case REDACT -> REDACTED;
            };
            if (!value.equals(clean.value(field))) {
                clean = clean.with(field, value);
            }
        }
        return clean;
    }

    /** Names come again and again, and judging one takes a dozen searches. */
    private Treatment treatment(String name) {
        Treatment known = treatments.get(name);
        if (known != null) {
            return known;
        }
        Treatment judged = headers.contains(name) || CredentialNames.isHeader(name)
                ? Treatment.REDACT
                : ADDRESSES.contains(name) ? Treatment.CLEAN_ADDRESS : Treatment.KEEP;
        if (treatments.size() < NAMES_KNOWN_MAX) {
            treatments.put(name, judged);
        }
        return judged;
    }

    private static String address(String address) {
        if (address.indexOf('=') < 0 || address.indexOf('?') < 0) {
            return address;
        }
        return PARAMETER
                .matcher(address)
                .replaceAll(parameter -> Matcher.quoteReplacement(
                        CredentialNames.isParameter(parameter.group(2))
                                ? parameter.group(1) + parameter.group(2) + "=" + REDACTED
                                : parameter.group()));
    }

    private Body body(Body body, @Nullable String contentEncoding) {
        if (body.length() == 0 || body.omitted() != null) {
            return body;
        }
        if (PlainBody.isEncoded(contentEncoding)) {
            return body.without("fields are to be redacted, and it is compressed");
        }
        if (body.truncated()) {
            return body.without("fields are to be redacted, and it is longer than what is kept");
        }
        try {
            return new Body(fields.copy(body.bytes()), body.length(), false);
        } catch (IOException e) {
            return body.without("fields are to be redacted, and it is not JSON");
        }
    }

    private Body stream(Body answer) {
        try {
            boolean list = answer.bytes()[0] == '[';
            byte[] clean = list ? fields.copyEach(answer.bytes()) : fields.copy(answer.bytes());
            return new Body(clean, answer.length(), answer.truncated());
        } catch (IOException e) {
            return answer.without("fields are to be redacted, and the stream cannot be read");
        }
    }
}
