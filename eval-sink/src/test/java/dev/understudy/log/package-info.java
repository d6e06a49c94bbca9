@NullMarked
package dev.understudy.log;

import org.jspecify.annotations.NullMarked;
