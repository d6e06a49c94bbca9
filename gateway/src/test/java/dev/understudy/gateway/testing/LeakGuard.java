package dev.understudy.gateway.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Fails a test class in which a Netty buffer was collected before it was released, or an event loop blocked.
 *
 * <p>Netty picks its detectors once, when the first buffer is made, in whichever class that is: so ours are put in place
 * before any test ({@code META-INF/services}). {@link LeakGuardIT} shows that they came in time.
 */
public final class LeakGuard implements BeforeAllCallback, AfterAllCallback, LauncherSessionListener {
    private static final List<String> LEAKS = new CopyOnWriteArrayList<>();

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new CountingFactory());
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        reported();
        LEAKS.clear();
        LoopGuard.forget();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        List<String> leaks = reported();
        if (!leaks.isEmpty()) {
            LEAKS.clear();
            throw new AssertionError(leaks.size() + " buffers were never released; the first: " + leaks.get(0));
        }
        List<String> blocked = LoopGuard.blocked();
        if (!blocked.isEmpty()) {
            LoopGuard.forget();
            throw new AssertionError(
                    blocked.size() + " kinds of calls blocked an event loop: " + String.join("\n", blocked));
        }
    }

    /** All leaks so far: collects garbage, then lets the detectors look at what was collected. */
    static List<String> reported() {
        WeakReference<Object> garbage = new WeakReference<>(new Object());
        Awaitility.await().atMost(Deadline.PATIENCE).until(() -> {
            System.gc();
            return garbage.get() == null;
        });
        for (int i = 0; i < 100; i++) {
            ByteBuf heap = PooledByteBufAllocator.DEFAULT.heapBuffer(16);
            heap.release();
            ByteBuf direct = PooledByteBufAllocator.DEFAULT.directBuffer(16);
            direct.release();
        }
        return List.copyOf(LEAKS);
    }

    /** Forgets one leak that a test made on purpose. */
    static void forgive() {
        LEAKS.clear();
    }

    /** Hands out detectors that keep what they report. */
    private static final class CountingFactory extends ResourceLeakDetectorFactory {
        @Override
        @SuppressWarnings("deprecation") // the abstract method is the deprecated one
        public <T> ResourceLeakDetector<T> newResourceLeakDetector(
                Class<T> resource, int samplingInterval, long maxActive) {
            return new CountingDetector<>(resource, samplingInterval);
        }
    }

    /** Keeps a line for each leak beside logging it. */
    private static final class CountingDetector<T> extends ResourceLeakDetector<T> {
        CountingDetector(Class<T> resource, int samplingInterval) {
            super(resource, samplingInterval);
        }

        @Override
        protected boolean needReport() {
            return true;
        }

        @Override
        protected void reportTracedLeak(String resourceType, String records) {
            LEAKS.add(resourceType + records);
            super.reportTracedLeak(resourceType, records);
        }

        @Override
        protected void reportUntracedLeak(String resourceType) {
            LEAKS.add(resourceType);
            super.reportUntracedLeak(resourceType);
        }

        @Override
        protected @Nullable Object getInitialHint(String resourceType) {
            return null;
        }
    }
}
