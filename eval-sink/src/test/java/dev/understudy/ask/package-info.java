@NullMarked
package dev.understudy.ask;

import org.jspecify.annotations.NullMarked;
