@NullMarked
package dev.understudy.gateway.pressure;

import org.jspecify.annotations.NullMarked;
