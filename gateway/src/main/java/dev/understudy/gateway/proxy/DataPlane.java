package dev.understudy.gateway.proxy;

import dev.understudy.config.Config;
import dev.understudy.config.Dns;
import dev.understudy.config.HostPort;
import dev.understudy.config.Listen;
import dev.understudy.config.Percent;
import dev.understudy.config.Pressure;
import dev.understudy.gateway.http1.Scratch;
import dev.understudy.gateway.observe.Catalogue;
import dev.understudy.gateway.pressure.PressureWatch;
import dev.understudy.gateway.pressure.Signal;
import dev.understudy.gateway.upstream.ConnectionPool;
import dev.understudy.gateway.upstream.Surroundings;
import dev.understudy.gateway.upstream.Upstreams;
import dev.understudy.gateway.wire.Reads;
import dev.understudy.pair.Leg;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The listener for traffic, its event loops, and the one reference to the revision that serves.
 *
 * <p>Started, revised and closed by one thread at a time; everything between happens on the event loops.
 */
public final class DataPlane implements AutoCloseable {
    private static final int BACKLOG = 4096;
    private static final long FAREWELL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Listen listen;
    private final Ports ports;
    private final Clock clock;
    private final Meters meters;
    private final PressureWatch pressure;
    private final Recorder recorder;
    private final Pulses pulses;
    private final Transport transport = Transport.best();
    private final MultiThreadIoEventLoopGroup loops;
    private final DnsAddressResolverGroup resolver;
    private final Surroundings surroundings;
    private final Map<EventLoop, Worker> workers = new HashMap<>();
    private @Nullable Entrance entrance;
    private @Nullable Channel server;
    private volatile @Nullable Revision revision;
    private volatile Observers observers = Observers.NONE;
    private volatile boolean draining;

    /** @param instance how records name this process */
    public DataPlane(Listen listen, Dns dns, Ports ports, MeterRegistry registry, Clock clock, String instance) {
        this.listen = listen;
        this.ports = ports;
        this.clock = clock;
        this.meters = new Meters(registry);
        this.pressure = new PressureWatch(listen.threads(), measures(), registry, System.nanoTime());
        this.recorder = new Recorder(ports, instance);
        this.pulses = new Pulses(ports.sink(), instance, clock);
        this.loops = new MultiThreadIoEventLoopGroup(
                listen.threads(), new DefaultThreadFactory("understudy-loop"), transport.ioHandler());
        this.resolver = new DnsAddressResolverGroup(names(dns));
        SecureRandom seeds = new SecureRandom();
        for (EventExecutor executor : loops) {
            EventLoop loop = (EventLoop) executor;
            Scratch scratch = new Scratch();
            SplittableRandom coin = new SplittableRandom(seeds.nextLong());
            ConnectionPool pool = new ConnectionPool(loop, scratch, transport.client(), resolver, coin.split());
            workers.put(loop, new Worker(this, loop, scratch, pool, coin));
        }
        Catalogue.DIRECT_MEMORY.gauge(registry, this, own -> DirectMemory.used());
        Catalogue.BODIES_HELD.gauge(registry, this, DataPlane::bodiesHeld);
        this.surroundings =
                new Surroundings(workers.values().stream().map(Worker::pool).toList(), resolver, dns.minTtl());
    }

    /** Serves this from now on; requests under way finish under what they began with. */
    public void revise(Config config, Map<String, Percent> exposures) throws IOException {
        Revision present = revision;
        Upstreams before = present == null ? Upstreams.none(surroundings) : present.upstreams();
        Upstreams upstreams = before.next(config);
        Revision next = Revision.of(config, exposures, upstreams, meters, ports);
        upstreams.follow(before);
        if (present != null) {
            pulses.beat(present);
        }
        revision = next;
        Pressure limits = config.operations().pressure();
        pressure.revise(limits);
        long bodies = (long) (Runtime.getRuntime().maxMemory() * limits.bodies().share());
        workers.values().forEach(worker -> worker.budget().revise(bodies / workers.size()));
    }

    /** Tells these of exchanges from now on. */
    public void observe(Observers next) {
        observers = next;
    }

    /** Waits until no event loop is still at what it was at when this was called. Never on one. */
    public void awaitTurns(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        List<Future<?>> turns = new ArrayList<>();
        workers.keySet().forEach(loop -> turns.add(loop.submit(() -> {})));
        for (Future<?> turn : turns) {
            turn.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }

    private Map<Signal, ToDoubleFunction<Pressure>> measures() {
        return Map.of(
                Signal.IN_FLIGHT,
                limits -> meters.underWay().get() / (double) limits.inFlight(),
                Signal.DIRECT_MEMORY,
                limits -> DirectMemory.fill(),
                Signal.BODIES,
                limits -> workers.values().stream()
                        .mapToDouble(worker -> worker.budget().fill())
                        .max()
                        .orElse(0),
                Signal.SINK_QUEUE,
                limits -> ports.sinkFill().getAsDouble());
    }

    private double bodiesHeld() {
        return workers.values().stream()
                .mapToDouble(worker -> (double) worker.budget().held())
                .sum();
    }

    /** Listens; a revision must be there. */
    public void start() throws IOException {
        Objects.requireNonNull(revision, "revise before start");
        Entrance clients = Entrance.open(this, listen, workers);
        entrance = clients;
        int number = 0;
        for (EventLoop loop : workers.keySet()) {
            int own = number++;
            loop.scheduleAtFixedRate(
                    () -> pressure.came(own, System.nanoTime()), 0, PressureWatch.PERIOD_NANOS, TimeUnit.NANOSECONDS);
        }
        var bound = new ServerBootstrap()
                .group(loops)
                .channel(transport.server())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, Reads.allocator())
                .childHandler(clients)
                .bind(listen.http().socketAddress())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "listen.http: " + listen.http() + ": " + bound.cause().getMessage(), bound.cause());
        }
        server = bound.channel();
    }

    public int port() {
        return ((InetSocketAddress) Objects.requireNonNull(server).localAddress()).getPort();
    }

    /** How input and output are done: {@code io_uring}, {@code epoll} or {@code nio}. */
    public String transport() {
        return transport.name();
    }

    /** Hands what was counted since the last time to the log. */
    public void pulse() {
        pulses.beat(revision());
    }

    /** Reads rotated credentials of models, and our own for clients. */
    public void readCredentials() {
        revision().upstreams().readCredentials();
        if (entrance != null) {
            entrance.readCertificate();
        }
    }

    /** The models of the present revision, with the states of their breakers and places. */
    public Upstreams upstreams() {
        return revision().upstreams();
    }

    /** Each route's arms with their shares, out of 1, as they stand now. */
    public Map<String, Map<String, Double>> shares() {
        Map<String, Map<String, Double>> shares = new LinkedHashMap<>();
        for (RouteRuntime route : revision().routes()) {
            shares.put(route.route().name(), route.entry().strategy().shares());
        }
        return shares;
    }

    /** How many of a route's requests each model was assigned since this process began. */
    public Map<String, Long> assigned(String route) {
        return meters.route(route).assigned();
    }

    /** How many of a route's requests each model answered since this process began. */
    public Map<String, Long> served(String route) {
        return meters.route(route).served();
    }

    /** What answers of language models used on a route since this process began. */
    public List<Usage> usages(String route) {
        return meters.route(route).usages();
    }

    /** Tokens of an answer of which its model did not say what it used. */
    public void estimated(String route, Leg leg, Leg.Tokens tokens) {
        meters.route(route)
                .estimated(leg.model(), leg.role(), tokens, leg.generation().cost());
    }

    /** Of those routes whose copies have one. */
    public Map<String, BudgetStatus> budgets() {
        Map<String, BudgetStatus> budgets = new LinkedHashMap<>();
        for (RouteRuntime route : revision().routes()) {
            route.shadowLimits()
                    .budget()
                    .ifPresent(limits -> budgets.put(
                            route.route().name(),
                            new BudgetStatus(limits, route.counters().spending().spent(clock.millis()))));
        }
        return budgets;
    }

    /** Goes on from what an earlier process used; before {@link #start}. */
    public void restore(Map<String, Spent> before) {
        budgets().keySet().forEach(route -> {
            Spent spent = before.get(route);
            if (spent != null) {
                meters.route(route).spending().restore(spent, clock.millis());
            }
        });
    }

    /** Takes no new connection, lets what is under way finish and be read, and ends what is not finished by then. */
    public void drain(Duration patience) throws InterruptedException {
        draining = true;
        Channel listener = server;
        if (listener != null) {
            listener.close().syncUninterruptibly();
        }
        long deadline = System.nanoTime() + patience.toNanos();
        Entrance clients = Objects.requireNonNull(entrance, "start before drain");
        clients.onEach(ClientProtocol::drain);
        while (meters.underWay().get() > 0 && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        for (Map.Entry<EventLoop, Worker> worker : workers.entrySet()) {
            worker.getKey().submit(worker.getValue()::abandonAll).awaitUninterruptibly();
        }
        clients.onEach(ClientProtocol::drainAnswered);
        clients.await(Math.max(FAREWELL_NANOS, deadline - System.nanoTime()));
        pulse();
    }

    @Override
    public void close() {
        draining = true;
        if (entrance != null) {
            entrance.close();
        }
        Revision last = revision;
        if (last != null) {
            Upstreams.none(surroundings).follow(last.upstreams());
        }
        workers.forEach((loop, worker) -> loop.submit(worker.pool()::close).awaitUninterruptibly());
        resolver.close();
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    Revision revision() {
        return Objects.requireNonNull(revision, "no revision yet");
    }

    Clock clock() {
        return clock;
    }

    Meters meters() {
        return meters;
    }

    Observers observers() {
        return observers;
    }

    PressureWatch pressure() {
        return pressure;
    }

    Recorder recorder() {
        return recorder;
    }

    FeedbackPort feedback() {
        return ports.feedback();
    }

    boolean isDraining() {
        return draining;
    }

    void exchangeBegun() {
        meters.underWay().incrementAndGet();
    }

    void exchangeEnded() {
        meters.underWay().decrementAndGet();
    }

    private DnsNameResolverBuilder names(Dns dns) {
        DnsNameResolverBuilder names = new DnsNameResolverBuilder()
                .datagramChannelType(transport.datagram())
                .queryTimeoutMillis(dns.timeout().toMillis())
                .ttl((int) dns.minTtl().toSeconds(), (int) dns.maxTtl().toSeconds())
                .negativeTtl((int) dns.negativeTtl().toSeconds());
        if (!dns.servers().isEmpty()) {
            names.nameServerProvider(new SequentialDnsServerAddressStreamProvider(
                    dns.servers().stream().map(HostPort::socketAddress).toList()));
        }
        return names;
    }
}
