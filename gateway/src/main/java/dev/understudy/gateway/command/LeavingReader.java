package dev.understudy.gateway.command;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Standard output that remembers whether its reader left, so that this can be told from other errors. */
final class LeavingReader extends FilterOutputStream {
    private boolean left;

    LeavingReader(OutputStream out) {
        super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (left) {
            return;
        }
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            left = true;
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        flush();
    }

    boolean hasLeft() {
        return left;
    }
}
