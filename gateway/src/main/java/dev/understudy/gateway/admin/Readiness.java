package dev.understudy.gateway.admin;

import java.util.List;

/** Whether traffic may be sent here. */
@FunctionalInterface
public interface Readiness {

    /** Why not, such as {@code starting} or {@code draining}; empty when it may. */
    List<String> reasons();
}
