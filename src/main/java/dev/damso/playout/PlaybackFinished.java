package dev.damso.playout;

import dev.damso.media.MediaTime;
import dev.damso.media.ReplyId;

/**
 * A reply is over.
 *
 * @param position how much of it was played
 * @param interrupted whether something of it was not played
 * @param heardText what was said until then; a clause that was cut is in it by its share of words
 */
public record PlaybackFinished(
    ReplyId reply, MediaTime position, boolean interrupted, String heardText) {}
