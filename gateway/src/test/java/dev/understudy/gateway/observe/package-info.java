@NullMarked
package dev.understudy.gateway.observe;

import org.jspecify.annotations.NullMarked;
