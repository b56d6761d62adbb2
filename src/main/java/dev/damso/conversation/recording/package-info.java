/** Keeping what was shown and said. */
@NullMarked
package dev.damso.conversation.recording;

import org.jspecify.annotations.NullMarked;
