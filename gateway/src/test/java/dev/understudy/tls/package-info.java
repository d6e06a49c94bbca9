@NullMarked
package dev.understudy.tls;

import org.jspecify.annotations.NullMarked;
