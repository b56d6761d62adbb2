/** The face: phoneme times in, 25 fps pictures out, on the audio clock. */
@NullMarked
package dev.damso.face;

import org.jspecify.annotations.NullMarked;
