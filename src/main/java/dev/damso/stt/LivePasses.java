package dev.damso.stt;

import dev.damso.media.Cancellation;
import java.util.List;

/**
 * Quick passes to the end, for those who wait for an answer: a careful pass is a point of CER
 * better on cut speech and twice as long; see docs/adr/0004.
 */
record LivePasses(PassDecoder decoder) implements PassDecoder {
  @Override
  public Hypothesis preview(
      float[] samples,
      String language,
      List<Integer> forced,
      List<Integer> draft,
      Cancellation cancellation) {
    return decoder.preview(samples, language, forced, draft, cancellation);
  }

  @Override
  public Hypothesis decode(
      float[] samples, String language, List<Integer> draft, Cancellation cancellation) {
    return decoder.preview(samples, language, List.of(), draft, cancellation);
  }

  @Override
  public String text(List<Integer> tokens) {
    return decoder.text(tokens);
  }
}
