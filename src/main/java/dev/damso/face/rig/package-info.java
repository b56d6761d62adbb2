/** Moves the head: phonemes to mouth shapes, and what a face does besides speaking. */
@NullMarked
package dev.damso.face.rig;

import org.jspecify.annotations.NullMarked;
