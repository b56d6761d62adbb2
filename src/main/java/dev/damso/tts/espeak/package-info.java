/** espeak-ng's pronunciation, by the foreign-function API. */
@NullMarked
package dev.damso.tts.espeak;

import org.jspecify.annotations.NullMarked;
