/** Sound: WAV, resampling, log-mel features, Opus. */
@NullMarked
package dev.damso.audio;

import org.jspecify.annotations.NullMarked;
