package dev.damso.stt;

import java.util.List;

/**
 * What one pass over a window of sound understood.
 *
 * @param tokens of the text, those that were given beforehand included
 * @param frames for each token the place in the window that it was heard at, in frames of 20 ms
 * @param meanLogProbability of the tokens that were not given
 * @param noSpeech probability that nobody speaks
 * @param language BCP 47
 */
record Hypothesis(
    List<Integer> tokens,
    List<Integer> frames,
    double meanLogProbability,
    double noSpeech,
    String language) {
  /** Samples of a frame. */
  static final int FRAME = SpeechToText.SAMPLE_RATE / 50;

  Hypothesis {
    tokens = List.copyOf(tokens);
    frames = List.copyOf(frames);
  }

  /** More tokens than anyone speaks in as many samples: a pass that exceeds it has lost its way. */
  static int mostTokens(int samples) {
    return Math.min(200, 10 + 15 * Math.ceilDiv(samples, SpeechToText.SAMPLE_RATE));
  }

  static Hypothesis nothing(String language) {
    return new Hypothesis(List.of(), List.of(), 0, 0, language);
  }
}
