/** Tools that a language model may call. */
@NullMarked
package dev.damso.llm.tool;

import org.jspecify.annotations.NullMarked;
