/** Speech to text. */
@NullMarked
package dev.damso.stt;

import org.jspecify.annotations.NullMarked;
