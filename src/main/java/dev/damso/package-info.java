/** Damso: a real-time talking avatar server. */
@NullMarked
package dev.damso;

import org.jspecify.annotations.NullMarked;
