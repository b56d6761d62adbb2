/** Texts that the avatar knows, and what of them a question needs. */
@NullMarked
package dev.damso.llm.knowledge;

import org.jspecify.annotations.NullMarked;
