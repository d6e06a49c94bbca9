package dev.understudy.gateway.reload;

import dev.understudy.config.Config;
import dev.understudy.config.InvalidConfigException;
import java.nio.file.Path;

/** How a file becomes a configuration: {@code ConfigLoader::load}. */
@FunctionalInterface
public interface ConfigLoading {
    Config load(Path file) throws InvalidConfigException;
}
