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
 * How this machine does input and output: io_uring where the kernel lets us, otherwise epoll, otherwise NIO. The system
 * property {@value #PROPERTY} names one of them instead.
 */
record Transport(
        String name,
        IoHandlerFactory ioHandler,
        Class<? extends ServerChannel> server,
        Class<? extends Channel> client,
        Class<? extends DatagramChannel> datagram) {
    static final String PROPERTY = "understudy.transport";

    private static final List<String> NAMES = List.of("io_uring", "epoll", "nio");

    /** The one that was asked for, or the first that works here. */
    static Transport best() {
        String asked = System.getProperty(PROPERTY, "");
        if (!asked.isEmpty() && !NAMES.contains(asked)) {
            throw new IllegalArgumentException(PROPERTY + ": " + asked + " (expected: one of " + NAMES + ")");
        }
        if ((asked.isEmpty() || asked.equals("io_uring")) && IoUring.isAvailable()) {
            return ioUring();
        }
        return !asked.equals("nio") && Epoll.isAvailable() ? epoll() : nio();
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
