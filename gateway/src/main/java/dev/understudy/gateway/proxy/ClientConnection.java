package dev.understudy.gateway.proxy;

import dev.understudy.config.Listen;
import dev.understudy.gateway.http1.Outbox;
import dev.understudy.gateway.http1.RequestReader;
import dev.understudy.gateway.upstream.Hop;
import dev.understudy.gateway.wire.Bug;
import dev.understudy.gateway.wire.Failure;
import dev.understudy.gateway.wire.Fields;
import dev.understudy.gateway.wire.RequestHead;
import dev.understudy.gateway.wire.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client's HTTP/1 connection: its requests, one after the other, and its clock. Pipelined requests wait as bytes, and
 * while they do nothing more is read.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter implements ClientStream, ClientProtocol {
    private static final long DISCARDED_BYTES_MAX = 256 * 1024;
    private static final long LOOK_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(20);
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Worker worker;
    private final Channel channel;
    private final Farewell farewell;
    private final long shortest;
    private final Listen.Timeouts timeouts;
    private final ClientPace pace;
    private final RequestReader reader;
    private final Outbox outbox;
    private final LastHop lastHop;
    private @Nullable Future<?> looking;
    private @Nullable ByteBuf unread;
    private @Nullable Exchange exchange;
    private Http1Answer answer;
    private boolean receiving;
    private boolean answered;
    /** Whether the answer began while the request went on. */
    private boolean bothWays;

    private boolean closing;
    private boolean upgraded;
    private boolean finished;
    private boolean taking;
    private boolean paused;
    private long discardedBytes;
    private long answeredNanos;
    private long headNanos;
    private long progressNanos = System.nanoTime();

    ClientConnection(Worker worker, Channel channel, Listen listen) {
        this.worker = worker;
        this.channel = channel;
        this.lastHop = new LastHop(listen);
        this.timeouts = listen.timeouts();
        this.shortest = ClientWait.shortest(timeouts);
        this.pace = new ClientPace(timeouts.body(), listen.limits().minBytesPerSecond());
        this.farewell = new Farewell(channel, timeouts);
        this.reader = new RequestReader(worker.scratch(), listen.limits().headerBytes());
        this.outbox = new Outbox(channel);
        this.answer = unasked();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        scheduleLook(shortest);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf arrived = (ByteBuf) message;
        if (closing) {
            farewell.discard(arrived);
            return;
        }
        long now = System.nanoTime();
        if (exchange == null && headNanos == 0) {
            headNanos = now;
        }
        progressNanos = now;
        if (upgraded) {
            said(arrived, false);
            return;
        }
        ByteBuf rest = unread;
        unread = rest == null ? arrived : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(channel.alloc(), rest, arrived);
        takeUnread();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (exchange != null) {
            exchange.requestBatchEnded();
        }
        outbox.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        progressNanos = System.nanoTime();
        if (exchange != null && channel.isWritable()) {
            exchange.clientWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closing = true;
        Exchange current = exchange;
        exchange = null;
        if (current != null && upgraded && !answered) {
            current.hungUp();
        } else if (current != null && !answered) {
            current.clientGone();
        } else if (current != null && receiving) {
            current.requestGivenUp();
        }
        forget();
        outbox.close();
        farewell.over();
        Future<?> pending = looking;
        if (pending != null) {
            pending.cancel(false);
        }
    }

    /** A client that has nothing more to say may still listen, where it speaks another protocol. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent && upgraded) {
            said(Unpooled.EMPTY_BUFFER, true);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Exchange current = exchange;
        if (Bug.seen(cause) && current != null && !answered) {
            current.confused();
        } else {
            channel.close();
        }
    }

    @Override
    public Hop hop() {
        return lastHop.of(channel);
    }

    @Override
    public long arrivedNanos() {
        return progressNanos;
    }

    @Override
    public boolean carriesGrpc() {
        return false;
    }

    private boolean isDraining() {
        return worker.plane().isDraining();
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public void sendContinue() {
        outbox.piece(Unpooled.wrappedBuffer(CONTINUE));
        outbox.flush();
    }

    @Override
    public void pauseReading() {
        if (receiving) {
            paused = true;
            channel.config().setAutoRead(false);
        }
    }

    @Override
    public void resumeReading() {
        paused = false;
        readOn();
    }

    @Override
    public void interim(ResponseHead head) {
        answer.interim(head);
        outbox.flush();
    }

    /** Who answers before the request's end has stopped listening, unless what is missing is small and no error. */
    @Override
    public void head(ResponseHead head, Trimmings trimmings) {
        if (receiving && (head.status() >= 400 || answer.isMuchOwed())) {
            answer.close();
        }
        bothWays = receiving;
        answer.head(head, trimmings);
        if (head.status() == 101) {
            upgrade();
        }
    }

    @Override
    public void content(ByteBuf piece) {
        if (upgraded) {
            progressNanos = System.nanoTime();
        }
        answer.content(piece);
    }

    @Override
    public void end(Fields trailers) {
        answer.end(trailers);
        answered(answer.isKeepAlive());
    }

    @Override
    public void flush() {
        outbox.flush();
    }

    @Override
    public void page(Page page) {
        if (receiving && answer.isMuchOwed()) {
            answer.close();
        }
        answer.page(page);
        outbox.flush();
        answered(answer.isKeepAlive());
    }

    @Override
    public void abort() {
        answered = true;
        closing = true;
        outbox.flush();
        if (upgraded) {
            channel.close();
            return;
        }
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        // Past the TLS handler: a farewell of TLS would say that the answer is complete.
        channel.pipeline().firstContext().close();
    }

    private void answered(boolean keepAlive) {
        answered = true;
        if (!keepAlive || isDraining()) {
            close();
        } else if (!receiving) {
            next();
        } else {
            answeredNanos = System.nanoTime();
            resumeReading();
        }
    }

    @Override
    public void drain() {
        if (!closing && exchange == null && headNanos == 0) {
            close();
        } else if (upgraded && exchange != null) {
            exchange.abandon();
        }
    }

    @Override
    public void drainAnswered() {
        if (!closing && (exchange == null || answered)) {
            close();
        }
    }

    /** Takes what is there, until a request is complete and unanswered; never within itself. */
    private void takeUnread() {
        if (taking) {
            return;
        }
        taking = true;
        try {
            ByteBuf in = unread;
            while (in != null && !closing && (exchange == null || receiving) && step(in)) {
                in = unread;
            }
        } finally {
            taking = false;
        }
        ByteBuf rest = unread;
        if (closing || (rest != null && !rest.isReadable())) {
            forget();
        } else if (rest != null && exchange != null && !receiving) {
            channel.config().setAutoRead(false);
        } else if (rest != null && exchange == null && headNanos == 0) {
            headNanos = System.nanoTime();
        }
    }

    /** From here on the client speaks another protocol, which we carry and do not understand. */
    private void upgrade() {
        upgraded = true;
        receiving = true;
        worker.plane().meters().webSockets().incrementAndGet();
        channel.closeFuture()
                .addListener(closed -> worker.plane().meters().webSockets().decrementAndGet());
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        ByteBuf rest = unread;
        unread = null;
        if (rest != null) {
            said(rest, false);
        }
        if (exchange != null) {
            exchange.requestBatchEnded();
        }
        readOn();
    }

    private void said(ByteBuf piece, boolean last) {
        Exchange current = exchange;
        if (current == null || finished) {
            piece.release();
        } else {
            finished = last;
            current.upgraded(piece, last);
        }
    }

    private boolean step(ByteBuf in) {
        switch (reader.step(in)) {
            case MORE -> {
                return false;
            }
            case HEAD -> begin(reader.head());
            case PIECE -> content(reader.piece(), false);
            case LAST -> content(reader.piece(), true);
            case BROKEN -> broken(reader.failure());
        }
        return true;
    }

    private void begin(RequestHead head) {
        answer = new Http1Answer(worker, outbox, head);
        Exchange begun = new Exchange(worker, this, head, headNanos == 0 ? progressNanos : headNanos);
        headNanos = 0;
        exchange = begun;
        receiving = true;
        paused = false;
        answered = false;
        bothWays = false;
        discardedBytes = 0;
        pace.begin(progressNanos);
        begun.begin();
    }

    private void content(ByteBuf piece, boolean last) {
        Exchange current = exchange;
        if (current == null || closing) {
            piece.release();
            return;
        }
        receiving = !last;
        paused = paused && receiving;
        pace.moved(piece.readableBytes(), progressNanos);
        discardedBytes += answered ? piece.readableBytes() : 0;
        current.content(piece, last);
        if (answered && last && !closing && exchange == current) {
            next();
        } else if (answered && !closing && discardedBytes > DISCARDED_BYTES_MAX) {
            close();
        }
    }

    private void broken(Failure why) {
        Exchange current = exchange;
        if (answered || current == null) {
            close();
        } else {
            current.requestBroken(why);
        }
    }

    private void next() {
        exchange = null;
        progressNanos = System.nanoTime();
        if (!taking && unread != null) {
            takeUnread();
            if (exchange != null) {
                exchange.requestBatchEnded();
            }
        }
        if (!closing) {
            readOn();
        }
    }

    private void readOn() {
        boolean waiting = exchange != null && !receiving && unread != null;
        if (!paused && !waiting && !channel.config().isAutoRead()) {
            progressNanos = System.nanoTime();
            pace.begin(progressNanos);
            channel.config().setAutoRead(true);
        }
    }

    private void forget() {
        ByteBuf rest = unread;
        if (rest != null && !taking) {
            unread = null;
            rest.release();
        }
    }

    /** Lets the client read the answer before the connection goes. */
    private void close() {
        closing = true;
        forget();
        channel.config().setAutoRead(true);
        outbox.flush();
        if (receiving) {
            farewell.linger();
        } else {
            farewell.close();
        }
    }

    private Http1Answer unasked() {
        return new Http1Answer(worker, outbox, RequestHead.broken(Failure.REQUEST_TIMEOUT));
    }

    private void scheduleLook(long nanos) {
        if (!channel.isOpen() || closing) {
            return;
        }
        looking = channel.eventLoop().schedule(this::look, Math.max(LOOK_NANOS_MIN, nanos), TimeUnit.NANOSECONDS);
    }

    /** Looks again when what is waited for now is late, and no later than anything can be that begins meanwhile. */
    private void look() {
        if (!channel.isOpen() || closing) {
            return;
        }
        long now = System.nanoTime();
        ClientWait what = awaited();
        long left = left(what, now);
        if (left < 0) {
            late(what);
        }
        scheduleLook(left < 0 ? shortest : Math.min(left, shortest));
    }

    /** In how many nanoseconds the client will be late. */
    private long left(ClientWait what, long now) {
        return what == ClientWait.BODY && !answered && !bothWays
                ? pace.left(now)
                : since(what) + what.limit(timeouts) - now;
    }

    /** The rest of a body that nobody needs any more gets no more time with each piece, nor does a head. */
    private long since(ClientWait what) {
        return switch (what) {
            case HEAD -> headNanos;
            case BODY -> answered ? answeredNanos : progressNanos;
            case NOTHING, REQUEST, READING, TALK -> progressNanos;
        };
    }

    private ClientWait awaited() {
        if (exchange == null) {
            return headNanos == 0 ? ClientWait.REQUEST : ClientWait.HEAD;
        }
        if (upgraded) {
            return ClientWait.TALK;
        }
        if (receiving && channel.config().isAutoRead()) {
            return ClientWait.BODY;
        }
        return channel.isWritable() ? ClientWait.NOTHING : ClientWait.READING;
    }

    private void late(ClientWait what) {
        Exchange current = exchange;
        if (what == ClientWait.HEAD) {
            worker.plane().meters().failure(Failure.REQUEST_TIMEOUT);
            receiving = true;
            answer = unasked();
            answer.page(Page.of(Failure.REQUEST_TIMEOUT, null, true));
            close();
        } else if (what == ClientWait.BODY && current != null && !answered) {
            current.requestBroken(Failure.REQUEST_TIMEOUT);
        } else {
            channel.close();
        }
    }
}
