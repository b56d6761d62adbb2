/** Voices that are reached over HTTP. */
@NullMarked
package dev.damso.tts.cloud;

import org.jspecify.annotations.NullMarked;
