@NullMarked
package dev.understudy.gateway.llm;

import org.jspecify.annotations.NullMarked;
