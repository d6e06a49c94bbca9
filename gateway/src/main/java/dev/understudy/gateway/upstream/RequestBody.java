package dev.understudy.gateway.upstream;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The body of one call's request on its way up: the pieces that cannot be sent yet, which it owns, and how far it went. */
final class RequestBody {
    /** Null for nothing, as with a connection that was at hand. */
    private @Nullable ArrayDeque<ByteBuf> waiting;

    private boolean complete;
    private boolean begun;
    private boolean sent;

    /** Whether all of it was handed over. */
    boolean isComplete() {
        return complete;
    }

    void completed() {
        complete = true;
    }

    /** Whether nothing of the request is to be sent any more. */
    boolean isSent() {
        return sent;
    }

    void sentWhole(boolean whole) {
        sent = whole;
    }

    /** This piece goes out. */
    void sending(ByteBuf piece) {
        begun |= piece.isReadable();
    }

    /** Takes the piece. */
    void keep(ByteBuf piece) {
        waiting().add(piece);
    }

    boolean isWaiting() {
        ArrayDeque<ByteBuf> known = waiting;
        return known != null && !known.isEmpty();
    }

    /** The first one that waits, which is the caller's now. */
    ByteBuf remove() {
        return waiting().remove();
    }

    /** The model has not looked at it, and all that was sent is here again: taken. */
    void returned(ArrayDeque<ByteBuf> pieces) {
        begun = false;
        waiting().addAll(pieces);
    }

    /** Puts what of it went out before what waits; false when that is not held any more. */
    boolean rewind(CallListener listener) {
        sent = false;
        if (!begun) {
            return true;
        }
        ByteBuf again = listener.again();
        if (again == null) {
            return false;
        }
        begun = false;
        waiting().addFirst(again);
        return true;
    }

    /** Nothing of it is wanted any more. */
    void drop() {
        while (isWaiting()) {
            remove().release();
        }
    }

    private ArrayDeque<ByteBuf> waiting() {
        ArrayDeque<ByteBuf> known = waiting;
        if (known == null) {
            known = new ArrayDeque<>(2);
            waiting = known;
        }
        return known;
    }
}
