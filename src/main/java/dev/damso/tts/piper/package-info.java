/** Piper voices (VITS). */
@NullMarked
package dev.damso.tts.piper;

import org.jspecify.annotations.NullMarked;
