/** Values that cross stage borders: time, audio, video, encoded frames, phonemes. No logic. */
@NullMarked
package dev.damso.media;

import org.jspecify.annotations.NullMarked;
