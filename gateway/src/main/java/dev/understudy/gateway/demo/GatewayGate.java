package dev.understudy.gateway.demo;

import dev.understudy.config.InvalidConfigException;
import dev.understudy.gateway.Gateway;
import dev.understudy.gateway.StartException;
import java.nio.file.Path;

/** The gateway itself, in this process. */
record GatewayGate(Gateway gateway) implements Theatre.Gate {
    static GatewayGate open(Path configFile) throws DemoFailedException {
        try {
            return new GatewayGate(Gateway.start(configFile));
        } catch (InvalidConfigException | StartException e) {
            throw new DemoFailedException("the gateway does not start: " + e.getMessage());
        }
    }

    @Override
    public int port() {
        return gateway.port();
    }

    @Override
    public int adminPort() {
        return gateway.adminPort();
    }

    @Override
    public void close() {
        gateway.close();
    }
}
