@NullMarked
package dev.understudy.gateway.access;

import org.jspecify.annotations.NullMarked;
