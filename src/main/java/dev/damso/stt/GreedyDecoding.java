package dev.damso.stt;

import dev.damso.media.Cancellation;
import dev.damso.stt.TokenDecoder.Prediction;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes down the likeliest token, again and again, without timestamps. A draft is checked in one
 * step, as in speculative decoding (Leviathan et al. 2023): what of it is the likeliest anyway is
 * taken, the rest is decoded one by one. For one pass.
 */
final class GreedyDecoding {
  private static final int MOST_TOKENS = 200;

  /** More than anyone speaks: a pass that exceeds it has lost its way. */
  private static final int TOKENS_A_SECOND = 15;

  private static final int TOKENS_AT_LEAST = 10;

  /** What {@code auto} chooses from: the languages that the voices speak. */
  private static final List<String> DETECTABLE = List.of("ko", "en");

  /** How many times likelier another language must be than the first. */
  private static final double CLEARLY = 4;

  private final TokenDecoder decoder;
  private final WhisperTokens special;
  private final List<Integer> tokens = new ArrayList<>();
  private final List<Integer> frames = new ArrayList<>();
  private double noSpeech;
  private double logProbability;

  /** What follows the tokens of the last step, and which of them is next. */
  private List<Prediction> rows = List.of();

  private int row;

  GreedyDecoding(TokenDecoder decoder, WhisperTokens special) {
    this.decoder = decoder;
    this.special = special;
  }

  /** As {@link PassDecoder#decode}. */
  Hypothesis run(
      int samples,
      String language,
      List<Integer> forced,
      List<Integer> draft,
      Cancellation cancellation) {
    int seconds = Math.ceilDiv(samples, SpeechToText.SAMPLE_RATE);
    int most = forced.size() + Math.min(MOST_TOKENS, TOKENS_AT_LEAST + TOKENS_A_SECOND * seconds);
    String spoken = begin(language, forced, draft);
    int accepted = 0;
    while (!cancellation.isCancelled() && tokens.size() < most) {
      Prediction next = tokens.isEmpty() ? first() : rows.get(row);
      if (next.token() == special.endOfText() || RepetitionGuard.restarts(tokens, frames, next)) {
        break;
      }
      logProbability += next.logProbability();
      tokens.add(next.token());
      frames.add(next.frame());
      int repeated = RepetitionGuard.repeatedTail(tokens);
      if (repeated > 0) {
        tokens.subList(tokens.size() - repeated, tokens.size()).clear();
        frames.subList(tokens.size(), frames.size()).clear();
        break;
      }
      if (accepted < draft.size() && draft.get(accepted) == next.token()) {
        accepted++;
        row++;
      } else {
        decoder.takeBack(draft.size() - accepted);
        accepted = draft.size();
        rows = decoder.step(List.of(next.token()));
        row = 0;
      }
    }
    int free = Math.max(1, tokens.size() - forced.size());
    return new Hypothesis(tokens, frames, logProbability / free, noSpeech, spoken);
  }

  /** Steps over all that is known. */
  private String begin(String language, List<Integer> forced, List<Integer> draft) {
    List<Integer> prompt = new ArrayList<>();
    prompt.add(special.startOfTranscript());
    String spoken = language;
    boolean detect = language.equals(SpeechToText.AUTO);
    if (detect) {
      decoder.step(prompt);
      spoken = detect();
      noSpeech = decoder.probability(0, special.noSpeech());
      prompt.clear();
    }
    prompt.add(special.language(spoken));
    prompt.add(special.transcribe());
    prompt.add(special.noTimestamps());
    row = prompt.size() - 1;
    prompt.addAll(forced);
    prompt.addAll(draft);
    rows = decoder.step(prompt);
    if (!detect) {
      noSpeech = decoder.probability(0, special.noSpeech());
    }
    for (int token : forced) {
      tokens.add(token);
      frames.add(rows.get(row++).frame());
    }
    return spoken;
  }

  /** The first language, unless another is clearly likelier: short sound tells little. */
  private String detect() {
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

  /** A text begins neither with its end nor with a lone space. */
  private Prediction first() {
    Prediction likeliest = rows.get(row);
    if (likeliest.token() != special.endOfText() && likeliest.token() != WhisperTokens.SPACE) {
      return likeliest;
    }
    float[] logits = decoder.logits(row);
    int best = 0;
    for (int token = 1; token < special.endOfText(); token++) {
      if (token != WhisperTokens.SPACE && logits[token] > logits[best]) {
        best = token;
      }
    }
    return new Prediction(best, Math.log(decoder.probability(row, best)), likeliest.frame());
  }
}
