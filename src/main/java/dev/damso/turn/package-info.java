/** Turn taking: when the person has finished. A pure state machine on the audio clock. */
@NullMarked
package dev.damso.turn;

import org.jspecify.annotations.NullMarked;
