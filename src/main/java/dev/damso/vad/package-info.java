/** Voice activity detection: is someone speaking in this window? */
@NullMarked
package dev.damso.vad;

import org.jspecify.annotations.NullMarked;
