package dev.understudy.gateway.assign;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.filter.FilteringParserDelegate;
import com.fasterxml.jackson.core.filter.JsonPointerBasedFilter;
import com.fasterxml.jackson.core.filter.TokenFilter.Inclusion;
import dev.understudy.config.Identity;
import dev.understudy.config.Identity.Source;
import dev.understudy.config.UnitKind;
import java.io.IOException;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Looks for a request's key where {@code identity} says, in that order; the first that is present wins. */
public final class UnitFinder {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int TOKEN_CHARS_MAX = 16 * 1024;
    private static final int KEY_CHARS_MAX = 1024;
    private static final String BEARER = "bearer ";

    private final Identity identity;
    private final Map<Source, JsonPointer> pointers = new HashMap<>();
    private final Set<UnitKind> inBody = EnumSet.noneOf(UnitKind.class);

    public UnitFinder(Identity identity) {
        this.identity = identity;
        for (UnitKind kind : UnitKind.values()) {
            for (Source source : identity.sources(kind)) {
                pointers.put(source, pointer(source));
                if (source instanceof Source.BodyField) {
                    inBody.add(kind);
                }
            }
        }
    }

    /** Whether finding a unit of this kind may need the request's body. */
    public boolean needsBody(UnitKind kind) {
        return inBody.contains(kind);
    }

    /** The request's unit, or none when no source has a key; a longer key than 1,024 characters is none. */
    public Optional<Unit> find(UnitKind kind, RequestView request) {
        List<Source> sources = identity.sources(kind);
        for (int i = 0; i < sources.size(); i++) {
            Source source = sources.get(i);
            Optional<String> key = key(source, request);
            if (key.isPresent()) {
                return Optional.of(new Unit(kind, source.label(), key.get()));
            }
        }
        return Optional.empty();
    }

    private Optional<String> key(Source source, RequestView request) {
        Optional<String> key = source instanceof Source.Header header
                ? request.header(header.name())
                : json(source, request).flatMap(json -> scalar(json, Objects.requireNonNull(pointers.get(source))));
        return key.map(String::strip).filter(text -> !text.isEmpty() && text.length() <= KEY_CHARS_MAX);
    }

    /** What a claim or a field is looked for in. */
    private static Optional<byte[]> json(Source source, RequestView request) {
        return source instanceof Source.JwtClaim
                ? request.header("authorization").flatMap(UnitFinder::payload)
                : request.body();
    }

    /** Where in its JSON a source's key stands; a header has none. */
    private static JsonPointer pointer(Source source) {
        if (source instanceof Source.JwtClaim claim) {
            return JsonPointer.empty().appendProperty(claim.claim());
        }
        return source instanceof Source.BodyField field
                ? JsonPointer.compile(field.pointer().text())
                : JsonPointer.empty();
    }

    private static Optional<byte[]> payload(String authorization) {
        if (authorization.length() > TOKEN_CHARS_MAX
                || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.empty();
        }
        String[] parts = authorization.substring(BEARER.length()).strip().split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getUrlDecoder().decode(parts[1]));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static Optional<String> scalar(byte[] json, JsonPointer pointer) {
        try (JsonParser parser = new FilteringParserDelegate(
                JSON.createParser(json), new JsonPointerBasedFilter(pointer), Inclusion.ONLY_INCLUDE_ALL, false)) {
            JsonToken token = parser.nextToken();
            return token != null && token.isScalarValue() && token != JsonToken.VALUE_NULL
                    ? Optional.of(parser.getText())
                    : Optional.empty();
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }
}
