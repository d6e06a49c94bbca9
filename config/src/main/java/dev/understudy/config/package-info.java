/**
 * One YAML file as immutable records, and every problem in it at once.
 *
 * <p>Pure data and parsing: any thread may use it, and it imports nothing of ours. A record that exists is right;
 * what the file did not say stands in it as its default.
 */
@NullMarked
package dev.understudy.config;

import org.jspecify.annotations.NullMarked;
