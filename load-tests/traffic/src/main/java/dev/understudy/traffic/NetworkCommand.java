package dev.understudy.traffic;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Passes bytes to a model, and breaks as it is told, until it is told to end. */
@Command(
        name = "network",
        mixinStandardHelpOptions = true,
        description =
                "Passes bytes to a model. Its control port prints counts (GET /) and breaks it (POST /FAULT: none,"
                        + " reset, cut, stall, drip, half-open).")
final class NetworkCommand implements Callable<Integer> {
    @Option(names = "--to", required = true, description = "The model's port on 127.0.0.1.")
    private int target;

    @Option(names = "--port", defaultValue = "0", description = "Where to listen; 0 takes a free one.")
    private int port;

    @Override
    public Integer call() throws IOException, InterruptedException {
        FaultProxy network = FaultProxy.at(port, new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
        ControlPort control = new ControlPort(network::counts, fault -> network.becomes(Fault.of(fault)));
        System.out.println("traffic ready: " + network.url() + " control http://127.0.0.1:" + control.port());
        Thread.currentThread().join();
        return 0;
    }
}
