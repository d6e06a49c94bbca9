@NullMarked
package dev.understudy.dataset;

import org.jspecify.annotations.NullMarked;
