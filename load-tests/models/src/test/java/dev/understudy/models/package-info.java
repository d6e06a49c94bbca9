/** The model servers over real HTTP, as a gateway meets them. */
@NullMarked
package dev.understudy.models;

import org.jspecify.annotations.NullMarked;
