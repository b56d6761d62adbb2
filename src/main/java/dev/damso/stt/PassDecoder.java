package dev.damso.stt;

import dev.damso.media.Cancellation;
import java.util.List;

/** Understands one window of sound; what a {@link Window} is built on. One thread at a time. */
interface PassDecoder {
  /**
   * Understands what is being said, quickly.
   *
   * @param samples mono, 16 kHz, in [-1, 1], at most {@link Window#LONGEST}
   * @param language BCP 47, or {@link SpeechToText#AUTO}
   * @param forced tokens that the text begins with
   * @param draft tokens that may follow them; they make the pass quicker where they are right, and
   *     change nothing where they are wrong
   * @param cancellation polled between steps; a cancelled pass returns what it has
   */
  Hypothesis preview(
      float[] samples,
      String language,
      List<Integer> forced,
      List<Integer> draft,
      Cancellation cancellation);

  /**
   * Understands what was said, carefully.
   *
   * @param draft tokens that the text may begin with, as above
   */
  Hypothesis decode(
      float[] samples, String language, List<Integer> draft, Cancellation cancellation);

  /** The text of tokens, spaces included; U+FFFD where a character is incomplete. */
  String text(List<Integer> tokens);
}
