@NullMarked
package dev.understudy.judge;

import org.jspecify.annotations.NullMarked;
