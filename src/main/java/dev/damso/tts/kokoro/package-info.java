/** Kokoro-82M (hexgrad), fed with our own Korean pronunciation. */
@NullMarked
package dev.damso.tts.kokoro;

import org.jspecify.annotations.NullMarked;
