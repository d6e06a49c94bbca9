package dev.understudy.config;

import java.util.List;

/** Where a request says whose it is. In order: the first source that is present wins. */
public record Identity(List<Source> user, List<Source> conversation) {
    public static final Identity NONE = new Identity(List.of(), List.of());

    public Identity {
        user = List.copyOf(user);
        conversation = List.copyOf(conversation);
    }

    /** Where a unit of this kind is looked for; empty for {@link UnitKind#REQUEST}, which needs no looking. */
    public List<Source> sources(UnitKind kind) {
        return switch (kind) {
            case REQUEST -> List.of();
            case CONVERSATION -> conversation;
            case USER -> user;
        };
    }

    /** One place to look. {@link #label} is how a record names it. */
    public sealed interface Source {
        String label();

        /** @param name in lower case */
        record Header(String name) implements Source {
            @Override
            public String label() {
                return "header:" + name;
            }
        }

        /** A claim of the bearer token's payload. It is read, not verified: legacy decides whether the token is good. */
        record JwtClaim(String claim) implements Source {
            @Override
            public String label() {
                return "jwtClaim:" + claim;
            }
        }

        /** A field of a JSON request body, which is then held back until it is complete (within a bound). */
        record BodyField(Pointer pointer) implements Source {
            @Override
            public String label() {
                return "bodyField:" + pointer;
            }
        }
    }
}
