/** From a model's text to what can be spoken: clauses, filter, language. */
@NullMarked
package dev.damso.tts.text;

import org.jspecify.annotations.NullMarked;
