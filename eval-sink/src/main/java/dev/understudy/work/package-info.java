/** Work that several threads share outside the traffic; what it is about, this package does not know. */
@NullMarked
package dev.understudy.work;

import org.jspecify.annotations.NullMarked;
