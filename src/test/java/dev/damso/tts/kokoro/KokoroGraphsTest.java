package dev.damso.tts.kokoro;

import static dev.damso.model.graph.OnnxGraph.ElementType.FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.damso.model.graph.OnnxGraph;
import dev.damso.model.onnx.OnnxOptions;
import dev.damso.model.onnx.OnnxRuntime;
import dev.damso.model.onnx.OnnxSession;
import dev.damso.model.onnx.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KokoroGraphsTest {
  @TempDir private Path folder;

  /** By the definition: a periodic Hann window of 20 samples, every 5. */
  private static double spectrum(float[] signal, int frame, int bin, boolean imaginary) {
    double sum = 0;
    for (int n = 0; n < 20; n++) {
      double hann = Math.pow(Math.sin(Math.PI * n / 20), 2);
      double angle = -2 * Math.PI * bin * n / 20;
      sum += signal[5 * frame + n] * hann * (imaginary ? Math.sin(angle) : Math.cos(angle));
    }
    return sum;
  }

  @Test
  void theConvolutionIsTheFourierTransform() throws IOException {
    OnnxGraph graph = new OnnxGraph("spectra");
    graph.input(KokoroGraphs.SIGNAL, FLOAT, 1, "samples");
    KokoroGraphs.spectra(graph);
    graph.output(KokoroGraphs.SPECTRA, FLOAT, 1, "frames", 11, 2);
    Path file = folder.resolve("spectra.onnx");
    graph.write(file);
    SplittableRandom random = new SplittableRandom(3);
    float[] signal = new float[95];
    for (int i = 0; i < signal.length; i++) {
      signal[i] = (float) random.nextGaussian();
    }
    try (OnnxSession session = OnnxRuntime.instance().open(file, OnnxOptions.threads(1));
        Tensor input = Tensor.of(signal, 1, signal.length);
        Tensor result =
            Objects.requireNonNull(
                session
                    .run(Map.of(KokoroGraphs.SIGNAL, input), List.of(KokoroGraphs.SPECTRA))
                    .get(KokoroGraphs.SPECTRA))) {
      assertThat(result.shape()).containsExactly(1, 16, 11, 2);
      float[] spectra = result.floats();
      for (int i = 0; i < spectra.length; i++) {
        assertThat((double) spectra[i])
            .isCloseTo(spectrum(signal, i / 22, i / 2 % 11, i % 2 == 1), within(1e-4));
      }
    }
  }
}
