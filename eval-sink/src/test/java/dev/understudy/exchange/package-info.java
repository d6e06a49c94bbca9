@NullMarked
package dev.understudy.exchange;

import org.jspecify.annotations.NullMarked;
