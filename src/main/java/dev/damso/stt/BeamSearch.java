package dev.damso.stt;

import dev.damso.media.Cancellation;
import dev.damso.stt.TimestampGrammar.Candidate;
import dev.damso.stt.TokenDecoder.Prediction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Follows the likeliest few texts with timestamps side by side: the most careful way of decoding,
 * for final passes. A draft is computed in one step, and taken where a text comes by it. For one
 * pass.
 */
final class BeamSearch {
  /** Texts side by side. More cost more and are not better on short speech (docs/adr/0004). */
  private static final int WIDTH = 2;

  private final TokenDecoder decoder;
  private final WhisperTokens special;
  private final TimestampGrammar grammar;
  private final List<Ended> ended = new ArrayList<>();

  BeamSearch(TokenDecoder decoder, WhisperTokens special, TimestampGrammar grammar) {
    this.decoder = decoder;
    this.special = special;
    this.grammar = grammar;
  }

  /**
   * A token that was computed.
   *
   * @param next what may follow, best first
   * @param following those that may follow and were computed as well
   */
  private record Node(int row, int frame, List<Candidate> next, Map<Integer, Node> following) {}

  /**
   * A text under way.
   *
   * @param all its tokens, timestamps included
   * @param words those that are no timestamps, {@code frames} their places
   * @param score sum of the logarithms of the probabilities, {@code wordScore} the words' share
   */
  private record Text(
      List<Integer> all,
      List<Integer> words,
      List<Integer> frames,
      double score,
      double wordScore,
      Node node) {}

  /** A text and how likely it is, its end included. */
  private record Ended(
      List<Integer> words, List<Integer> frames, double meanScore, double meanWordScore) {}

  /** A text and what may follow it. */
  private record Step(Text text, Candidate next, double score) {}

  /** As {@link PassDecoder#decode}. */
  Hypothesis run(int samples, String language, List<Integer> draft, Cancellation cancellation) {
    Prompt prompt = Prompt.ask(decoder, special, language, true, List.of());
    int most = Hypothesis.mostTokens(samples);
    Node root = node(prompt.rows().getFirst(), prompt.index(), List.of());
    prepare(root, draft);
    List<Text> texts = List.of(new Text(List.of(), List.of(), List.of(), 0, 0, root));
    while (!texts.isEmpty()
        && ended.size() < WIDTH
        && !cancellation.isCancelled()
        && texts.getFirst().words().size() < most) {
      texts = advance(texts);
    }
    if (ended.isEmpty()) {
      texts.forEach(text -> end(text, text.score(), text.words().size()));
    }
    Ended best = ended.stream().max(Comparator.comparingDouble(Ended::meanScore)).orElseThrow();
    return new Hypothesis(
        best.words(), best.frames(), best.meanWordScore(), prompt.noSpeech(), prompt.language());
  }

  /** Computes the draft after the likeliest beginning. */
  private void prepare(Node root, List<Integer> draft) {
    if (draft.isEmpty()) {
      return;
    }
    List<Integer> tokens = new ArrayList<>();
    tokens.add(root.next().getFirst().token());
    tokens.addAll(draft);
    List<Prediction> rows = decoder.step(root.row(), tokens);
    Node before = root;
    for (int i = 0; i < tokens.size(); i++) {
      Node node = node(rows.get(i), i, tokens.subList(0, i + 1));
      before.following().put(tokens.get(i), node);
      before = node;
    }
  }

  private Node node(Prediction row, int index, List<Integer> text) {
    return new Node(
        row.row(),
        row.frame(),
        grammar.likeliest(text, decoder.logits(index), WIDTH + 1),
        new HashMap<>());
  }

  /** Each text goes on or ends; the likeliest remain. */
  private List<Text> advance(List<Text> texts) {
    List<Step> steps = new ArrayList<>();
    for (Text text : texts) {
      for (Candidate next : text.node().next()) {
        steps.add(new Step(text, next, text.score() + next.logProbability()));
      }
    }
    steps.sort(Comparator.comparingDouble(Step::score).reversed());
    List<Text> going = new ArrayList<>();
    for (Step step : steps) {
      if (going.size() == WIDTH) {
        break;
      }
      take(step, going);
    }
    return going;
  }

  private void take(Step step, List<Text> going) {
    Text text = step.text();
    int token = step.next().token();
    if (token == special.endOfText() || restarts(text, token)) {
      end(text, step.score(), text.words().size());
      return;
    }
    boolean time = grammar.isTimestamp(token);
    List<Integer> words = time ? text.words() : with(text.words(), token);
    List<Integer> frames = time ? text.frames() : with(text.frames(), text.node().frame());
    double wordScore = text.wordScore() + (time ? 0 : step.next().logProbability());
    List<Integer> all = with(text.all(), token);
    Text longer = new Text(all, words, frames, step.score(), wordScore, text.node());
    int repeated = time ? 0 : RepetitionGuard.repeatedTail(words);
    if (repeated > 0) {
      end(longer, step.score(), words.size() - repeated);
      return;
    }
    Node known = text.node().following().get(token);
    if (known == null) {
      Prediction row = decoder.step(text.node().row(), List.of(token)).getFirst();
      known = node(row, 0, all);
      text.node().following().put(token, known);
    }
    going.add(new Text(all, words, frames, step.score(), wordScore, known));
  }

  private boolean restarts(Text text, int token) {
    return RepetitionGuard.restarts(
        text.words(),
        text.frames(),
        new Prediction(text.node().row(), token, 0, text.node().frame()));
  }

  private void end(Text text, double score, int words) {
    ended.add(
        new Ended(
            text.words().subList(0, words),
            text.frames().subList(0, words),
            score / (text.all().size() + 1),
            text.wordScore() / Math.max(1, text.words().size())));
  }

  private static List<Integer> with(List<Integer> list, int element) {
    List<Integer> longer = new ArrayList<>(list.size() + 1);
    longer.addAll(list);
    longer.add(element);
    return longer;
  }
}
