@NullMarked
package dev.understudy.gateway.trace;

import org.jspecify.annotations.NullMarked;
