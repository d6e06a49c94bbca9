/** Tests of embeddings, with the model itself. */
@NullMarked
package dev.understudy.embedding;

import org.jspecify.annotations.NullMarked;
