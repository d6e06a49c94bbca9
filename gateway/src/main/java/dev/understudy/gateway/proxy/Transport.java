package dev.understudy.gateway.proxy;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.util.List;

/**
 * How this machine does input and output: epoll on Linux, NIO elsewhere. The system property {@value #PROPERTY} names
 * another: {@code io_uring} costs least where the kernel allows it.
 */
record Transport(
        String name,
        IoHandlerFactory ioHandler,
        Class<? extends ServerChannel> server,
        Class<? extends Channel> client,
        Class<? extends DatagramChannel> datagram) {
    static final String PROPERTY = "understudy.transport";

    private static final String ARMED_POLLS = "io.netty.iouring.pollAddMultishotEnabled";
    private static final List<String> NAMES = List.of("io_uring", "epoll", "nio");

    /** The one that was asked for, or the best of the others when it does not work here. */
    static Transport best() {
        String asked = System.getProperty(PROPERTY, "");
        if (!asked.isEmpty() && !NAMES.contains(asked)) {
            throw new IllegalArgumentException(PROPERTY + ": " + asked + " (expected: one of " + NAMES + ")");
        }
        if (asked.equals("io_uring") && isIoUringAvailable()) {
            return ioUring();
        }
        return !asked.equals("nio") && Epoll.isAvailable() ? epoll() : nio();
    }

    /**
     * With polls that stay armed, Netty 4.2.18 now and then misses a reset that comes together with data, and the connection
     * stands still until a deadline; with polls that are armed anew it does not. Netty reads the setting once.
     */
    private static boolean isIoUringAvailable() {
        if (System.getProperty(ARMED_POLLS) == null) {
            System.setProperty(ARMED_POLLS, "false");
        }
        return IoUring.isAvailable();
    }

    private static Transport ioUring() {
        return new Transport(
                "io_uring",
                IoUringIoHandler.newFactory(),
                IoUringServerSocketChannel.class,
                IoUringSocketChannel.class,
                IoUringDatagramChannel.class);
    }

    private static Transport epoll() {
        return new Transport(
                "epoll",
                EpollIoHandler.newFactory(),
                EpollServerSocketChannel.class,
                EpollSocketChannel.class,
                EpollDatagramChannel.class);
    }

    private static Transport nio() {
        return new Transport(
                "nio",
                NioIoHandler.newFactory(),
                NioServerSocketChannel.class,
                NioSocketChannel.class,
                NioDatagramChannel.class);
    }
}
