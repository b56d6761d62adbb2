package dev.damso.face.neural;

import dev.damso.media.UserFacingException;
import dev.damso.model.onnx.OnnxException;
import dev.damso.model.onnx.OnnxOptions;
import dev.damso.model.onnx.OnnxRuntime;
import dev.damso.model.onnx.OnnxSession;
import dev.damso.model.onnx.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A Whisper encoder that gives the states of all its layers, on the processor. Shared by all
 * conversations; thread safe.
 */
final class WhisperEar implements AutoCloseable {
  private static final String MEL = "mel";
  private static final String STATES = "states";
  private static final int BANDS = 80;

  private final OnnxSession session;

  /**
   * @param file as {@code dev.damso.model.graph.WhisperGraphs#buildStates} makes it, of Whisper
   *     tiny
   * @param avatar its name, for messages
   * @throws UserFacingException where it is something else
   */
  WhisperEar(Path file, String avatar) {
    session = OnnxRuntime.instance().open(file, OnnxOptions.threads(1));
    String fault = fault();
    if (!fault.isEmpty()) {
      session.close();
      throw UserFacingException.failed(
          "the avatar %s is not right: %s is not Whisper tiny's encoder (%s)"
              .formatted(avatar, file.getFileName(), fault));
    }
  }

  private String fault() {
    int frames = 8;
    try {
      int numbers = states(new float[BANDS * frames], frames).length;
      int expected = frames / 2 * WhisperFeatures.LAYERS * WhisperFeatures.WIDTH;
      return numbers == expected ? "" : numbers + " numbers instead of " + expected;
    } catch (DeviceFailure e) {
      return String.valueOf(e.getMessage());
    }
  }

  /**
   * @param mel {@code [80][frames]}
   * @return {@code [frames / 2][LAYERS][WIDTH]} of {@link WhisperFeatures}
   * @throws DeviceFailure where it cannot run
   */
  float[] states(float[] mel, int frames) {
    try (Tensor input = Tensor.of(mel, 1, BANDS, frames);
        Tensor states =
            Objects.requireNonNull(session.run(Map.of(MEL, input), List.of(STATES)).get(STATES))) {
      return states.floats();
    } catch (OnnxException e) {
      throw DeviceFailure.of(e);
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
