/** Tests of what each metric says. */
@NullMarked
package dev.understudy.compare.metric;

import org.jspecify.annotations.NullMarked;
