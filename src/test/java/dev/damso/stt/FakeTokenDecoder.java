package dev.damso.stt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * What follows depends on everything before it, so that a wrong past shows. Texts end after some
 * twenty tokens; timestamps are likely at their beginning and their end.
 */
final class FakeTokenDecoder implements TokenDecoder {
  static final int END = 1_000;
  static final WhisperTokens SPECIAL =
      new WhisperTokens(END, 1_001, 1_002, 1_004, 1_003, new TreeMap<>(Map.of("ko", 1_000)));
  static final int FIRST_TIME = SPECIAL.firstTimestamp();
  static final int VOCABULARY = FIRST_TIME + 100;
  private static final int LENGTH = 25;

  private final long seed;

  /** For each row, all tokens up to it. */
  private final List<List<Integer>> paths = new ArrayList<>();

  private int lastStep;
  int steps;

  FakeTokenDecoder(long seed) {
    this.seed = seed;
  }

  @Override
  public List<Prediction> step(int after, List<Integer> tokens) {
    steps++;
    lastStep = paths.size();
    List<Integer> path = after == ROOT ? List.of() : paths.get(after);
    List<Prediction> predictions = new ArrayList<>();
    for (int token : tokens) {
      path = new ArrayList<>(path);
      path.add(token);
      paths.add(path);
      float[] logits = logitsAfter(path);
      int best = 0;
      for (int i = 0; i <= END; i++) {
        best = logits[i] > logits[best] ? i : best;
      }
      predictions.add(new Prediction(paths.size() - 1, best, -0.1, 10 * path.size()));
    }
    return predictions;
  }

  @Override
  public float[] logits(int index) {
    return logitsAfter(paths.get(lastStep + index));
  }

  private float[] logitsAfter(List<Integer> path) {
    Random random = new Random(seed ^ path.hashCode());
    float[] logits = new float[VOCABULARY];
    for (int i = 0; i < 900; i++) {
      logits[i] = random.nextFloat() * 5;
    }
    int next = random.nextInt(900);
    logits[path.size() > LENGTH ? END : next] = 12;
    if (path.getLast() == SPECIAL.transcribe()) {
      logits[FIRST_TIME] = 15; // speech begins at once, as it nearly always does
    }
    if (path.size() > LENGTH && path.getLast() < FIRST_TIME) {
      logits[FIRST_TIME + 90] = 15;
    }
    return logits;
  }

  @Override
  public double probability(int index, int token) {
    return 0.1;
  }
}
