package dev.damso.stt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.media.Cancellation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BeamSearchTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void aDraftChangesNothingAndSavesSteps(long seed) {
    Random random = new Random(seed);
    FakeTokenDecoder plainly = new FakeTokenDecoder(seed);
    Hypothesis plain = decode(plainly, List.of());
    assertThat(plain.tokens()).hasSizeGreaterThan(15).hasSameSizeAs(plain.frames());
    int right = 2 + random.nextInt(plain.tokens().size() - 1);
    List<Integer> draft = new ArrayList<>(plain.tokens().subList(0, right));
    for (int i = random.nextInt(8); i > 0; i--) {
      draft.add(random.nextInt(900));
    }
    FakeTokenDecoder drafting = new FakeTokenDecoder(seed);
    assertThat(decode(drafting, draft)).isEqualTo(plain);
    assertThat(drafting.steps).isLessThan(plainly.steps);
  }

  /** The likeliest word now leads to a text that is less likely than another. */
  @Test
  void aTextThatBeginsWorseWins() {
    TokenDecoder decoder =
        new TokenDecoder() {
          private final List<List<Integer>> paths = new ArrayList<>();
          private int lastStep;

          @Override
          public List<Prediction> step(int after, List<Integer> tokens) {
            lastStep = paths.size();
            List<Integer> path = after == ROOT ? List.of() : paths.get(after);
            List<Prediction> rows = new ArrayList<>();
            for (int token : tokens) {
              path = new ArrayList<>(path);
              path.add(token);
              paths.add(path);
              rows.add(new Prediction(paths.size() - 1, 0, 0, 0));
            }
            return rows;
          }

          @Override
          public float[] logits(int index) {
            float[] logits = new float[FakeTokenDecoder.VOCABULARY];
            int last = paths.get(lastStep + index).getLast();
            if (last == FakeTokenDecoder.FIRST_TIME) {
              logits[10] = 15.2f;
              logits[20] = 15;
            } else if (last == 10) {
              logits[11] = 7; // good, but nothing after it is sure
            } else if (last == 20) {
              logits[21] = 15;
            } else {
              logits[last < 30 ? FakeTokenDecoder.END : FakeTokenDecoder.FIRST_TIME] = 15;
            }
            return logits;
          }

          @Override
          public double probability(int index, int token) {
            return 0;
          }
        };
    assertThat(decode(decoder, List.of()).tokens()).containsExactly(20, 21);
  }

  @Test
  void aCancelledSearchGivesWhatItHas() {
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();
    Hypothesis heard = search(new FakeTokenDecoder(1)).run(80_000, "ko", List.of(), cancellation);
    assertThat(heard.tokens()).isEmpty();
  }

  private static Hypothesis decode(TokenDecoder decoder, List<Integer> draft) {
    return search(decoder).run(80_000, "ko", draft, Cancellation.none());
  }

  private static BeamSearch search(TokenDecoder decoder) {
    WhisperTokens special = FakeTokenDecoder.SPECIAL;
    return new BeamSearch(decoder, special, new TimestampGrammar(special, new BitSet()));
  }
}
