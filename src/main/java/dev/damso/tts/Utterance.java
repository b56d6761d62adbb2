package dev.damso.tts;

import dev.damso.media.ReplyId;

/**
 * A clause or sentence to be spoken.
 *
 * @param reply the reply that it belongs to
 * @param text as written, for instance {@code 15도입니다.}
 * @param language BCP 47
 * @param speed 1 is normal
 */
public record Utterance(ReplyId reply, String text, String language, double speed) {}
