package dev.understudy.gateway.command;

import dev.understudy.config.Config;
import dev.understudy.config.HostPort;
import dev.understudy.config.InvalidConfigException;
import dev.understudy.gateway.Gateway;
import dev.understudy.gateway.StartException;
import dev.understudy.gateway.reload.ProcessSignal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code understudy run}: serve until SIGTERM or SIGINT, then drain. A second one ends it at once. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Serve. Prints one line once it is ready; SIGHUP reloads the file, SIGTERM drains.")
final class RunCommand implements Callable<Integer> {
    private static final int KILLED = 130;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            required = true)
    private Path file = Path.of("");

    @Option(names = "--role", defaultValue = "all", description = "Only 'all' so far.")
    private Role role = Role.all;

    private final Console console;

    RunCommand(Console console) {
        this.console = console;
    }

    /** Which part of Understudy a process is. */
    enum Role {
        all,
        gateway,
        sink
    }

    @Override
    public Integer call() throws InvalidConfigException, StartException, InterruptedException, IOException {
        if (role != Role.all) {
            return console.wrongUse("run --role " + role + ": not supported yet; run --role all is everything at once");
        }
        PrintStream errors = System.err;
        try (QueuedErrors queued = QueuedErrors.before(errors)) {
            System.setErr(queued.stream());
            return serve();
        } finally {
            System.setErr(errors);
        }
    }

    private int serve() throws InvalidConfigException, StartException, InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        ProcessSignal term = ProcessSignal.handle("TERM", () -> end(ended));
        ProcessSignal interrupt = ProcessSignal.handle("INT", () -> end(ended));
        try (Gateway gateway = Gateway.start(file)) {
            console.out().println(ready(gateway));
            ended.await();
        } finally {
            term.close();
            interrupt.close();
        }
        return ExitCode.OK;
    }

    private static void end(CountDownLatch ended) {
        if (ended.getCount() == 0) {
            Runtime.getRuntime().halt(KILLED);
        }
        ended.countDown();
    }

    private static String ready(Gateway gateway) {
        Config config = gateway.config();
        String scheme = config.listen().tls().isPresent() ? "https" : "http";
        return "understudy ready: " + address(scheme, config.listen().http(), gateway.port()) + " admin "
                + address("http", config.admin().http(), gateway.adminPort()) + " revision " + config.revision();
    }

    /** Something to paste: a wildcard address is reached through loopback. */
    private static String address(String scheme, HostPort bound, int port) {
        String host = bound.host();
        boolean isWildcard = host.equals("0.0.0.0") || host.equals("::");
        return scheme + "://" + new HostPort(isWildcard ? "127.0.0.1" : host, port);
    }
}
