package dev.understudy.gateway.http1;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;

/**
 * Looks once at each octet of a head that arrives in pieces, and says when it is worth reading: because it is complete, or
 * because an octet stands where none like it may. So a head that drips costs what one in a piece costs, and a bad one is
 * refused at its first bad octet.
 */
final class HeadScan implements ByteProcessor {
    private enum State {
        BEGIN,
        EMPTY_LINE,
        METHOD_BEGIN,
        METHOD,
        TARGET_BEGIN,
        TARGET,
        REQUEST_VERSION,
        STATUS,
        STATUS_END,
        REASON,
        LINE_LF,
        FIELD,
        NAME,
        VALUE,
        HEAD_LF,
        READ
    }

    /** A zero stands for any digit. */
    private static final String REQUEST_VERSION = "HTTP/0.0\r\n";

    private static final String STATUS = "HTTP/1.0 000";

    private final State first;
    private State state;
    private int methodBytes;
    private int matched;
    private int fields;

    private HeadScan(State first) {
        this.first = first;
        this.state = first;
    }

    static HeadScan ofRequest() {
        return new HeadScan(State.BEGIN);
    }

    static HeadScan ofResponse() {
        return new HeadScan(State.STATUS);
    }

    /** From a head's first octet on. */
    void begin() {
        state = first;
        methodBytes = 0;
        matched = 0;
        fields = 0;
    }

    /** Whether the octets from {@code from} to {@code to}, counted from the reader index, make it worth reading. */
    boolean isWorthReading(ByteBuf in, int from, int to) {
        return in.forEachByte(in.readerIndex() + from, to - from, this) >= 0;
    }

    @Override
    public boolean process(byte octet) {
        state = next(octet);
        return state != State.READ;
    }

    private State next(byte octet) {
        return switch (state) {
            case BEGIN -> octet == '\r' ? State.EMPTY_LINE : method(octet);
            case EMPTY_LINE -> octet == '\n' ? State.METHOD_BEGIN : State.READ;
            case METHOD_BEGIN -> method(octet);
            case METHOD -> octet == ' ' ? State.TARGET_BEGIN : method(octet);
            case TARGET_BEGIN -> target(octet);
            case TARGET -> octet == ' ' ? State.REQUEST_VERSION : target(octet);
            case REQUEST_VERSION -> pattern(octet, REQUEST_VERSION, State.FIELD);
            case STATUS -> pattern(octet, STATUS, State.STATUS_END);
            case STATUS_END -> octet == ' ' || octet == '\r' ? line(octet, State.REASON) : State.READ;
            case REASON -> line(octet, State.REASON);
            case LINE_LF -> octet == '\n' ? State.FIELD : State.READ;
            case FIELD -> octet == '\r' ? State.HEAD_LF : name(octet);
            case NAME -> octet == ':' ? State.VALUE : Octets.isToken(octet) ? State.NAME : State.READ;
            case VALUE -> line(octet, State.VALUE);
            case HEAD_LF, READ -> State.READ;
        };
    }

    private State method(byte octet) {
        return Octets.isToken(octet) && ++methodBytes <= RequestReader.METHOD_MAX ? State.METHOD : State.READ;
    }

    private static State target(byte octet) {
        return Octets.isTarget(octet) ? State.TARGET : State.READ;
    }

    private State name(byte octet) {
        return Octets.isToken(octet) && ++fields <= FieldLines.FIELDS_MAX ? State.NAME : State.READ;
    }

    private static State line(byte octet, State same) {
        return octet == '\r' ? State.LINE_LF : Octets.isValue(octet) ? same : State.READ;
    }

    private State pattern(byte octet, String pattern, State behind) {
        char wanted = pattern.charAt(matched++);
        if (wanted == '0' ? !Octets.isDigit(octet) : octet != wanted) {
            return State.READ;
        }
        return matched == pattern.length() ? behind : state;
    }
}
