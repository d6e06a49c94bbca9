@NullMarked
package dev.understudy.compare;

import org.jspecify.annotations.NullMarked;
