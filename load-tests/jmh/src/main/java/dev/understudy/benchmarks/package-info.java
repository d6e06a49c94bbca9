/** What single steps of a request cost. One for package-private code stands in that code's package. */
@NullMarked
package dev.understudy.benchmarks;

import org.jspecify.annotations.NullMarked;
