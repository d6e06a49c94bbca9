package dev.understudy.gateway.reload;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGHUP of this process, while this is open.
 *
 * <p>Reached by reflection on purpose: {@code sun.misc.Signal} is the JDK's only way to a signal, the compiler warns of it in
 * a way that no annotation can excuse, and a platform without it (Windows has no SIGHUP) must only lose this.
 */
final class HangUp implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HangUp.class);

    private final Runnable release;

    private HangUp(Runnable release) {
        this.release = release;
    }

    /** @param action runs on a thread of the JVM's own: it must only leave word */
    static HangUp runs(Runnable action) {
        try {
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Object signal = signalType.getConstructor(String.class).newInstance("HUP");
            Method handle = signalType.getMethod("handle", signalType, handlerType);
            Object handler = Proxy.newProxyInstance(
                    handlerType.getClassLoader(), new Class<?>[] {handlerType}, (self, method, args) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return null;
                    });
            Object before = handle.invoke(null, signal, handler);
            return new HangUp(() -> restore(handle, signal, before));
        } catch (ReflectiveOperationException e) {
            log.warn("sighup_unavailable reason={} consequence=only_the_file_is_watched", reason(e));
            return new HangUp(() -> {});
        }
    }

    @Override
    public void close() {
        release.run();
    }

    private static void restore(Method handle, Object signal, Object before) {
        try {
            handle.invoke(null, signal, before);
        } catch (ReflectiveOperationException e) {
            log.warn("sighup_not_restored reason={}", reason(e));
        }
    }

    private static String reason(ReflectiveOperationException e) {
        return String.valueOf(e instanceof InvocationTargetException thrown ? thrown.getCause() : e);
    }
}
