package dev.damso.stt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.media.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GreedyDecodingTest {
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
    return new GreedyDecoding(decoder, FakeTokenDecoder.SPECIAL)
        .run(80_000, "ko", forced, draft, Cancellation.none());
  }
}
