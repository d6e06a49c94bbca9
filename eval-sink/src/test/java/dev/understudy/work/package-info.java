@NullMarked
package dev.understudy.work;

import org.jspecify.annotations.NullMarked;
