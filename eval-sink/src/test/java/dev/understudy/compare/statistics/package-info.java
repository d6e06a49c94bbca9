@NullMarked
package dev.understudy.compare.statistics;

import org.jspecify.annotations.NullMarked;
