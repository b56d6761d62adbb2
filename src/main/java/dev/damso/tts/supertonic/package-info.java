/** Supertonic by ONNX Runtime. */
@NullMarked
package dev.damso.tts.supertonic;

import org.jspecify.annotations.NullMarked;
