package dev.damso.stt;

import dev.damso.media.Cancellation;
import dev.damso.stt.TokenDecoder.Prediction;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes down the likeliest token, again and again, without timestamps: the quickest, for partial
 * passes. A draft is checked in one step, as in speculative decoding (Leviathan et al. 2023): what
 * of it is the likeliest anyway is taken, the rest is decoded one by one. For one pass.
 */
final class GreedyDecoding {
  private final TokenDecoder decoder;
  private final WhisperTokens special;
  private final List<Integer> tokens = new ArrayList<>();
  private final List<Integer> frames = new ArrayList<>();
  private double logProbability;

  GreedyDecoding(TokenDecoder decoder, WhisperTokens special) {
    this.decoder = decoder;
    this.special = special;
  }

  /** As {@link PassDecoder#preview}. */
  Hypothesis run(
      int samples,
      String language,
      List<Integer> forced,
      List<Integer> draft,
      Cancellation cancellation) {
    int most = forced.size() + Hypothesis.mostTokens(samples);
    List<Integer> beginning = new ArrayList<>(forced);
    beginning.addAll(draft);
    Prompt prompt = Prompt.ask(decoder, special, language, false, beginning);
    List<Prediction> rows = prompt.rows();
    int row = 0; // what follows the last token
    for (int token : forced) {
      tokens.add(token);
      frames.add(rows.get(row++).frame());
    }
    int accepted = 0;
    while (!cancellation.isCancelled() && tokens.size() < most) {
      Prediction next = tokens.isEmpty() ? first(rows.getFirst(), prompt.index()) : rows.get(row);
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
        accepted = draft.size();
        rows = decoder.step(next.row(), List.of(next.token()));
        row = 0;
      }
    }
    int free = Math.max(1, tokens.size() - forced.size());
    return new Hypothesis(
        tokens, frames, logProbability / free, prompt.noSpeech(), prompt.language());
  }

  /** A text begins neither with its end nor with a lone space. */
  private Prediction first(Prediction likeliest, int index) {
    if (likeliest.token() != special.endOfText() && likeliest.token() != WhisperTokens.SPACE) {
      return likeliest;
    }
    float[] logits = decoder.logits(index);
    int best = 0;
    for (int token = 1; token < special.endOfText(); token++) {
      if (token != WhisperTokens.SPACE && logits[token] > logits[best]) {
        best = token;
      }
    }
    double logProbability = Math.log(decoder.probability(index, best));
    return new Prediction(likeliest.row(), best, logProbability, likeliest.frame());
  }
}
