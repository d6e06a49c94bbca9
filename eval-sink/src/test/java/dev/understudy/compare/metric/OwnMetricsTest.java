package dev.understudy.compare.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A team's own metric: the example of the repository, compiled into a jar and found on the class path. */
final class OwnMetricsTest {
    private static final Path EXAMPLE = Path.of("examples", "own-metric");
    private static final String SERVICES = "META-INF/services/" + Metric.class.getName();

    @TempDir
    Path directory;

    @Test
    void the_example_is_found_in_a_jar_on_the_class_path() throws IOException {
        try (URLClassLoader classes = withExample()) {
            List<Metric> found = OwnMetrics.load(classes, Set.of());

            assertThat(found).singleElement().isInstanceOfSatisfying(LegMetric.class, metric -> {
                assertThat(metric.name()).isEqualTo("apology_rate");
                assertThat(metric.value(Observations.text("I am sorry."), Observations.none()))
                        .isEqualTo(1);
                assertThat(metric.value(Observations.text("Here you are."), Observations.none()))
                        .isZero();
            });
        }
    }

    @Test
    void a_name_that_is_taken_is_refused_with_the_class_that_wants_it() throws IOException {
        try (URLClassLoader classes = withExample()) {
            assertThatThrownBy(() -> OwnMetrics.load(classes, Set.of("apology_rate")))
                    .hasMessage("com.example.metrics.ApologyRate: there is a metric apology_rate already"
                            + " (expected: a name of its own)");
        }
    }

    @Test
    void a_metric_that_throws_applies_to_nothing() {
        LegMetric failing = new LegMetric() {
            @Override
            public About about() {
                return new About("failing", "share", Direction.HIGHER, Purpose.INFORMATION, "", "", "");
            }

            @Override
            public double value(Subject subject, Observation observation) {
                throw new IllegalStateException("always");
            }

            @Override
            public boolean binary() {
                return true;
            }
        };

        assertThat(OwnMetrics.guarded(failing))
                .isInstanceOfSatisfying(
                        LegMetric.class,
                        metric -> assertThat(metric.value(Observations.text("x"), Observations.none()))
                                .isNaN());
    }

    private URLClassLoader withExample() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Path classes = Files.createDirectories(directory.resolve("classes"));
        Path source = EXAMPLE.resolve("com/example/metrics/ApologyRate.java");
        int failed = compiler.run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString(),
                source.toString());
        assertThat(failed).isZero();
        Path jar = directory.resolve("own.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> compiled = Files.walk(classes)) {
            for (Path entry : compiled.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(entry).toString()));
                out.write(Files.readAllBytes(entry));
            }
            out.putNextEntry(new JarEntry(SERVICES));
            out.write(Files.readString(EXAMPLE.resolve(SERVICES)).getBytes(StandardCharsets.UTF_8));
        }
        return new URLClassLoader(new URL[] {jar.toUri().toURL()}, OwnMetricsTest.class.getClassLoader());
    }
}
