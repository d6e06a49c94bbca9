package dev.understudy.gateway.observe;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something that is made once, when it is first used. Any thread. */
public final class FirstUse<T> {
    private final Supplier<T> making;
    private volatile @Nullable T made;

    public FirstUse(Supplier<T> making) {
        this.making = making;
    }

    public T it() {
        T known = made;
        return known == null ? make() : known;
    }

    /** Null before it was used. */
    public @Nullable T ifUsed() {
        return made;
    }

    private synchronized T make() {
        T known = made;
        if (known == null) {
            known = making.get();
            made = known;
        }
        return known;
    }
}
