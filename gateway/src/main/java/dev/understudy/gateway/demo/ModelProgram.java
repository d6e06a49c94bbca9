package dev.understudy.gateway.demo;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The models' program as the build left it: a jar, and a file that lists what it runs with. */
record ModelProgram(String classPath) {
    private static final String BUILD = "build it with: mvn -pl load-tests/models -am package -DskipTests";

    static ModelProgram below(Path home) throws DemoFailedException, IOException {
        Path target = home.resolve("load-tests/models/target");
        Path libraries = target.resolve("classpath");
        if (!Files.isRegularFile(libraries)) {
            throw new DemoFailedException("the demo's models are not built: no " + libraries + "; " + BUILD);
        }
        List<Path> jars;
        try (Stream<Path> files = Files.list(target)) {
            jars = files.filter(
                            file -> file.getFileName().toString().matches("understudy-models-[^-]+(-SNAPSHOT)?\\.jar"))
                    .toList();
        }
        if (jars.size() != 1) {
            throw new DemoFailedException("the demo's models are not built: " + jars.size() + " jars in " + target
                    + " (expected: 1); " + BUILD);
        }
        String classPath =
                jars.get(0) + File.pathSeparator + Files.readString(libraries).strip();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            if (!Files.exists(Path.of(entry))) {
                throw new DemoFailedException("the demo's models cannot run: " + entry + " is missing; " + BUILD);
            }
        }
        return new ModelProgram(classPath);
    }
}
