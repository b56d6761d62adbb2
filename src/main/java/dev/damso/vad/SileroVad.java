package dev.damso.vad;

import dev.damso.model.onnx.OnnxSession;
import dev.damso.model.onnx.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One conversation's Silero VAD. Input {@code [1, 576]}: 64 samples of the window before, then the
 * window; state {@code [2, 1, 128]}.
 */
final class SileroVad implements VoiceActivityDetector {
  private static final int CONTEXT = 64;
  private static final int STATE = 2 * 128;

  private final OnnxSession session;
  private final float[] input = new float[CONTEXT + WINDOW];
  private float[] state = new float[STATE];

  SileroVad(OnnxSession session) {
    this.session = session;
  }

  @Override
  public float probability(float[] window) {
    if (window.length != WINDOW) {
      throw new IllegalArgumentException(
          "a window has " + WINDOW + " samples, not " + window.length);
    }
    System.arraycopy(input, WINDOW, input, 0, CONTEXT);
    System.arraycopy(window, 0, input, CONTEXT, WINDOW);
    try (Tensor samples = Tensor.of(input, 1, input.length);
        Tensor before = Tensor.of(state, 2, 1, 128);
        Tensor rate = Tensor.of(new long[] {SAMPLE_RATE})) {
      Map<String, Tensor> results =
          session.run(
              Map.of("input", samples, "state", before, "sr", rate), List.of("output", "stateN"));
      try (Tensor output = Objects.requireNonNull(results.get("output"));
          Tensor after = Objects.requireNonNull(results.get("stateN"))) {
        state = after.floats();
        return output.floats()[0];
      }
    }
  }

  @Override
  public void reset() {
    java.util.Arrays.fill(input, 0);
    state = new float[STATE];
  }
}
