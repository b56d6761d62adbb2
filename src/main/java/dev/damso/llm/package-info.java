/** Language models: a conversation so far in, a stream of text out. */
@NullMarked
package dev.damso.llm;

import org.jspecify.annotations.NullMarked;
