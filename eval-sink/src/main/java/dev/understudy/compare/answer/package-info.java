/**
 * What a leg's body says, by profile: a list, a class, a text or any JSON; and how two of them differ.
 *
 * <p>Pure functions over untrusted bytes: nothing here throws for what a model sent, it answers with a {@link
 * dev.understudy.compare.answer.Fault} that is counted. Reads {@code pair} and {@code config} records only.
 */
@NullMarked
package dev.understudy.compare.answer;

import org.jspecify.annotations.NullMarked;
