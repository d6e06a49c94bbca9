@NullMarked
package dev.understudy.compare.answer;

import org.jspecify.annotations.NullMarked;
