/**
 * One YAML file as immutable records, and every problem in it at once.
 *
 * <p>Pure data and parsing: any thread may use it, and it imports nothing of ours. A record that exists is right;
 * what the file did not say stands in it as its default.
 *
 * <p>{@link ConfigLoader} reads the text, {@code Document} makes it a tree of values with their places, within limits,
 * and one binder per section turns values into records with the help of readers. Nothing stops at the first problem:
 * a reader that finds one reports it and answers with nothing, and the loader throws at the end. {@link EffectiveConfig}
 * goes the other way. {@link ConfigSchema} tells editors the same keys; a test holds the two together.
 */
@NullMarked
package dev.understudy.config;

import org.jspecify.annotations.NullMarked;
