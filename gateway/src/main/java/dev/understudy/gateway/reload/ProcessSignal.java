package dev.understudy.gateway.reload;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One signal of this process (SIGHUP, SIGTERM, SIGINT), handled while this is open.
 *
 * <p>Reached by reflection on purpose: {@code sun.misc.Signal} is the JDK's only way to a signal, the compiler warns of it in
 * a way that no annotation can excuse, and a platform without it (Windows has no SIGHUP) must lose no
 * more than this.
 */
public final class ProcessSignal implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ProcessSignal.class);

    private final Runnable release;

    private ProcessSignal(Runnable release) {
        this.release = release;
    }

    /**
     * @param name without SIG, such as {@code HUP}
     * @param action runs on a thread of the JVM's own: it must only leave word
     */
    public static ProcessSignal handle(String name, Runnable action) {
        try {
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Object signal = signalType.getConstructor(String.class).newInstance(name);
            Method handle = signalType.getMethod("handle", signalType, handlerType);
            Object handler = Proxy.newProxyInstance(
                    handlerType.getClassLoader(), new Class<?>[] {handlerType}, (self, method, args) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return null;
                    });
            Object before = handle.invoke(null, signal, handler);
            return new ProcessSignal(() -> restore(handle, signal, before));
        } catch (ReflectiveOperationException e) {
            log.warn("signal_unavailable signal={} reason={}", name, reason(e));
            return new ProcessSignal(() -> {});
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
            log.warn("signal_not_restored reason={}", reason(e));
        }
    }

    private static String reason(ReflectiveOperationException e) {
        return String.valueOf(e instanceof InvocationTargetException thrown ? thrown.getCause() : e);
    }
}
