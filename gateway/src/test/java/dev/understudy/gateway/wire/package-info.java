@NullMarked
package dev.understudy.gateway.wire;

import org.jspecify.annotations.NullMarked;
