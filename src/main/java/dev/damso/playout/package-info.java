/** What is being said, sample by sample: the conversation's master clock. */
@NullMarked
package dev.damso.playout;

import org.jspecify.annotations.NullMarked;
