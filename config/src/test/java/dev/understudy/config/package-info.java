/** What a configuration file may say, what it may not, and what is said to who wrote it. */
@NullMarked
package dev.understudy.config;

import org.jspecify.annotations.NullMarked;
