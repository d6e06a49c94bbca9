/** What is measured with must be right first. */
@NullMarked
package dev.understudy.traffic;

import org.jspecify.annotations.NullMarked;
