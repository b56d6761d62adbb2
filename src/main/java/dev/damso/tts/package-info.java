/** Text to speech: text front end, voices, phoneme times. */
@NullMarked
package dev.damso.tts;

import org.jspecify.annotations.NullMarked;
