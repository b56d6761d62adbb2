/** Phones heard in speech, and when known ones sound in it. */
@NullMarked
package dev.damso.phones;

import org.jspecify.annotations.NullMarked;
