package dev.understudy.gateway.command;

import dev.understudy.config.InvalidConfigException;
import java.io.PrintStream;

/** How a configuration that cannot be used is told: each problem on its own line, as compilers do. */
final class Problems {
    private Problems() {}

    static int print(InvalidConfigException invalid, PrintStream err) {
        invalid.problems().forEach(err::println);
        int count = invalid.problems().size();
        err.println(count + (count == 1 ? " problem" : " problems"));
        return ExitCode.WRONG_USE;
    }
}
