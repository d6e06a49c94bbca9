@NullMarked
package dev.understudy.pair;

import org.jspecify.annotations.NullMarked;
