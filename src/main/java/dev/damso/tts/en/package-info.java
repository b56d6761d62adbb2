/** English text to words. */
@NullMarked
package dev.damso.tts.en;

import org.jspecify.annotations.NullMarked;
