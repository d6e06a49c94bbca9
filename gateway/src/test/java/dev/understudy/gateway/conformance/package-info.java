/** HTTP/1.1 by the book: tables of what goes over the wire and what must come of it, and those who act them out. */
@NullMarked
package dev.understudy.gateway.conformance;

import org.jspecify.annotations.NullMarked;
