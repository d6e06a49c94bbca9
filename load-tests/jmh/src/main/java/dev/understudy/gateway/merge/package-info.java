/** Drawing teams, measured where it is: what is drawn is seen in its own package only. */
@NullMarked
package dev.understudy.gateway.merge;

import org.jspecify.annotations.NullMarked;
