/** One conversation: wiring of the stages, history, interruption. */
@NullMarked
package dev.damso.conversation;

import org.jspecify.annotations.NullMarked;
