package dev.damso.stt;

import dev.damso.media.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Hears "words" that are written into the sound: a run of samples of the value (token + 1) / 10000
 * is that token, if enough of it is in the window. Near the end of a window it mishears, as real
 * models do. A word is one token, its text a space and the number.
 */
final class FakePassDecoder implements PassDecoder {
  static final int WORD = SpeechToText.SAMPLE_RATE / 4;
  static final int PAUSE = SpeechToText.SAMPLE_RATE / 4;

  private final Random mishearing;
  int passes;
  int longest;

  FakePassDecoder(long seed) {
    mishearing = new Random(seed);
  }

  /** The sound of words, with a pause after each. */
  static float[] say(List<Integer> words) {
    float[] samples = new float[words.size() * (WORD + PAUSE)];
    for (int i = 0; i < words.size(); i++) {
      for (int k = 0; k < WORD; k++) {
        samples[i * (WORD + PAUSE) + k] = (words.get(i) + 1) / 10_000f;
      }
    }
    return samples;
  }

  @Override
  public Hypothesis preview(
      float[] samples,
      String language,
      List<Integer> forced,
      List<Integer> draft,
      Cancellation cancellation) {
    passes++;
    longest = Math.max(longest, samples.length);
    List<Integer> tokens = new ArrayList<>();
    List<Integer> frames = new ArrayList<>();
    int at = 0;
    while (at < samples.length) {
      int from = at;
      float value = samples[at];
      while (at < samples.length && samples[at] == value) {
        at++;
      }
      if (value != 0 && at - from >= WORD / 4) {
        tokens.add(Math.round(value * 10_000) - 1);
        frames.add((from + at) / 2 / Hypothesis.FRAME);
      }
    }
    int sure =
        (int) frames.stream().filter(f -> f < samples.length / Hypothesis.FRAME - 50).count();
    for (int i = Math.max(sure, forced.size()); i < tokens.size(); i++) {
      if (!isWhole(samples) && mishearing.nextInt(3) == 0) {
        tokens.set(i, 5_000 + mishearing.nextInt(1_000_000));
      }
    }
    for (int i = 0; i < forced.size(); i++) {
      if (i < tokens.size()) {
        tokens.set(i, forced.get(i));
      } else {
        tokens.add(forced.get(i));
        frames.add(samples.length / Hypothesis.FRAME);
      }
    }
    return new Hypothesis(tokens, frames, -0.2, 0.1, "ko");
  }

  @Override
  public Hypothesis decode(
      float[] samples, String language, List<Integer> draft, Cancellation cancellation) {
    return preview(samples, language, List.of(), draft, cancellation);
  }

  /** A little silence at the end: no word is cut off. */
  private static boolean isWhole(float[] samples) {
    for (int i = Math.max(0, samples.length - PAUSE / 4); i < samples.length; i++) {
      if (samples[i] != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String text(List<Integer> tokens) {
    StringBuilder text = new StringBuilder();
    tokens.forEach(token -> text.append(' ').append(token));
    return text.toString();
  }
}
