package dev.understudy.compare.metric;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Metrics of a team's own: classes on the class path that implement {@link LegMetric} or {@link LikenessMetric} and stand in
 * {@code META-INF/services/dev.understudy.compare.metric.Metric}.
 */
final class OwnMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(OwnMetrics.class);

    private OwnMetrics() {}

    /** @param taken names that are ours */
    static List<Metric> load(ClassLoader classes, Set<String> taken) {
        List<Metric> found = new ArrayList<>();
        Set<String> names = new HashSet<>(taken);
        for (Metric metric : ServiceLoader.load(Metric.class, classes)) {
            if (!names.add(metric.name())) {
                throw new IllegalStateException(metric.getClass().getName() + ": there is a metric " + metric.name()
                        + " already (expected: a name of its own)");
            }
            found.add(guarded(metric));
        }
        return found;
    }

    static Metric guarded(Metric metric) {
        if (metric instanceof LegMetric leg) {
            return new GuardedLeg(leg, new AtomicBoolean());
        }
        if (metric instanceof LikenessMetric likeness) {
            return new GuardedLikeness(likeness, new AtomicBoolean());
        }
        throw new IllegalStateException(metric.getClass().getName() + " (expected: a LegMetric or a LikenessMetric)");
    }

    /** What throws applies to nothing, and is said once. */
    private record GuardedLeg(LegMetric metric, AtomicBoolean said) implements LegMetric {
        @Override
        public About about() {
            return metric.about();
        }

        @Override
        public boolean binary() {
            return metric.binary();
        }

        @Override
        public boolean isWithinOne() {
            return metric.isWithinOne();
        }

        @Override
        public boolean isSliced() {
            return metric.isSliced();
        }

        @Override
        public boolean ofServedOnly() {
            return metric.ofServedOnly();
        }

        @Override
        public double value(Subject subject, Observation observation) {
            try {
                return metric.value(subject, observation);
            } catch (RuntimeException e) {
                failed(this, said, observation.pair().id(), e);
                return Double.NaN;
            }
        }
    }

    private record GuardedLikeness(LikenessMetric metric, AtomicBoolean said) implements LikenessMetric {
        @Override
        public About about() {
            return metric.about();
        }

        @Override
        public double least() {
            return metric.least();
        }

        @Override
        public double most() {
            return metric.most();
        }

        @Override
        public double ofNothing() {
            return metric.ofNothing();
        }

        @Override
        public double value(TwoAnswers answers) {
            return guarded(() -> metric.value(answers));
        }

        @Override
        public double ofEnds(Subject legacy, Subject other) {
            return guarded(() -> metric.ofEnds(legacy, other));
        }

        private double guarded(DoubleSupplier value) {
            try {
                return value.getAsDouble();
            } catch (RuntimeException e) {
                failed(this, said, "", e);
                return Double.NaN;
            }
        }
    }

    private static void failed(Metric metric, AtomicBoolean said, String id, RuntimeException failure) {
        if (said.compareAndSet(false, true)) {
            LOG.warn("metric {} failed, and is left out where it does; first on pair {}", metric.name(), id, failure);
        }
    }
}
