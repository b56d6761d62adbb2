package dev.damso.tts.piper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.TestFiles;
import dev.damso.media.Cancellation;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PiperModelTest {
  private static final float[] SCALES = {0.667f, 1, 0.8f};

  @Test
  void aPieceIsWhatItIsInTheWhole() {
    long[] symbols = new long[120];
    Random random = new Random(1);
    for (int i = 1; i < symbols.length; i += 2) {
      symbols[i] = 14L + random.nextInt(40);
    }
    try (PiperModel model =
        new PiperModel(TestFiles.model("piper-en-joe/en_US-joe-medium.onnx"), 2)) {
      PiperModel.Latent clause = model.latent(symbols, SCALES, Cancellation.none()).orElseThrow();
      assertThat(clause.durations()).hasSameSizeAs(symbols);
      int frames = clause.frames();
      float[] whole = model.samples(clause, 0, frames, Cancellation.none()).orElseThrow();
      assertThat(whole).hasSize(frames * PiperModel.FRAME);
      for (int[] piece : new int[][] {{0, 30}, {30, 80}, {81, 82}, {frames - 40, frames}}) {
        float[] part = model.samples(clause, piece[0], piece[1], Cancellation.none()).orElseThrow();
        assertThat(part).hasSize((piece[1] - piece[0]) * PiperModel.FRAME);
        for (int i = 0; i < part.length; i++) {
          float expected = whole[piece[0] * PiperModel.FRAME + i];
          assertThat(Math.abs(part[i] - expected)).isLessThan(2e-4f);
        }
      }
    }
  }
}
