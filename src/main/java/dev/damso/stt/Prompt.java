package dev.damso.stt;

import dev.damso.stt.TokenDecoder.Prediction;
import java.util.ArrayList;
import java.util.List;

/**
 * What a text is asked for with: its language, detected where it is not given.
 *
 * @param language BCP 47
 * @param noSpeech probability that nobody speaks
 * @param rows what follows the prompt's last token, and each of those given after it
 * @param index of the first of them in the step before
 */
record Prompt(String language, double noSpeech, List<Prediction> rows, int index) {
  /** What {@code auto} chooses from: the languages that the voices speak. */
  private static final List<String> DETECTABLE = List.of("ko", "en");

  /** How many times likelier another language must be than the first. */
  private static final double CLEARLY = 4;

  /**
   * @param timestamps whether the text has some
   * @param beginning tokens that the text begins with
   */
  static Prompt ask(
      TokenDecoder decoder,
      WhisperTokens special,
      String language,
      boolean timestamps,
      List<Integer> beginning) {
    List<Integer> tokens = new ArrayList<>();
    tokens.add(special.startOfTranscript());
    int after = TokenDecoder.ROOT;
    String spoken = language;
    double noSpeech = 0;
    boolean detect = language.equals(SpeechToText.AUTO);
    if (detect) {
      after = decoder.step(after, tokens).getLast().row();
      spoken = detect(decoder, special);
      noSpeech = decoder.probability(0, special.noSpeech());
      tokens.clear();
    }
    tokens.add(special.language(spoken));
    tokens.add(special.transcribe());
    if (!timestamps) {
      tokens.add(special.noTimestamps());
    }
    int last = tokens.size() - 1;
    tokens.addAll(beginning);
    List<Prediction> rows = decoder.step(after, tokens);
    if (!detect) {
      noSpeech = decoder.probability(0, special.noSpeech());
    }
    return new Prompt(spoken, noSpeech, rows.subList(last, rows.size()), last);
  }

  /** The first language, unless another is clearly likelier: short sound tells little. */
  private static String detect(TokenDecoder decoder, WhisperTokens special) {
    String best = DETECTABLE.getFirst();
    double toBeat = CLEARLY * decoder.probability(0, special.language(best));
    for (String language : DETECTABLE.subList(1, DETECTABLE.size())) {
      double probability = decoder.probability(0, special.language(language));
      if (probability > toBeat) {
        best = language;
        toBeat = probability;
      }
    }
    return best;
  }
}
