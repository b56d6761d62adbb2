package dev.damso.stt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.media.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GreedyDecodingTest {
  private static final int END = 1_000;
  private static final WhisperTokens SPECIAL =
      new WhisperTokens(
          END, 1_001, 1_002, 1_003, 1_004, new TreeMap<>(java.util.Map.of("ko", 1_005)));

  /** What follows depends on everything before it, so that a wrong past shows. */
  private static final class FakeTokenDecoder implements TokenDecoder {
    private final List<Integer> past = new ArrayList<>();
    private final long seed;
    private int steps;

    private FakeTokenDecoder(long seed) {
      this.seed = seed;
    }

    @Override
    public List<Prediction> step(List<Integer> tokens) {
      steps++;
      List<Prediction> predictions = new ArrayList<>();
      for (int token : tokens) {
        past.add(token);
        int length = past.size();
        boolean over = length > 25;
        int next = over ? END : new Random(seed ^ past.hashCode()).nextInt(900);
        predictions.add(new Prediction(next, -0.1, 10 * length));
      }
      return predictions;
    }

    @Override
    public void takeBack(int count) {
      past.subList(past.size() - count, past.size()).clear();
    }

    @Override
    public float[] logits(int row) {
      return new float[END + 10];
    }

    @Override
    public double probability(int row, int token) {
      return 0.1;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void aDraftChangesNothingAndSavesSteps(long seed) {
    Random random = new Random(seed);
    FakeTokenDecoder plainly = new FakeTokenDecoder(seed);
    List<Integer> plain = decode(plainly, List.of(), List.of()).tokens();
    int right = random.nextInt(plain.size() + 1);
    List<Integer> draft = new ArrayList<>(plain.subList(0, right));
    for (int i = random.nextInt(8); i > 0; i--) {
      draft.add(random.nextInt(900));
    }
    FakeTokenDecoder drafting = new FakeTokenDecoder(seed);
    Hypothesis drafted = decode(drafting, List.of(), draft);
    assertThat(drafted.tokens()).isEqualTo(plain);
    assertThat(drafting.steps).isEqualTo(plainly.steps - right);
    assertThat(decode(new FakeTokenDecoder(seed), plain.subList(0, right), List.of()).tokens())
        .isEqualTo(plain);
  }

  private static Hypothesis decode(
      TokenDecoder decoder, List<Integer> forced, List<Integer> draft) {
    return new GreedyDecoding(decoder, SPECIAL)
        .run(80_000, "ko", forced, draft, Cancellation.none());
  }
}
