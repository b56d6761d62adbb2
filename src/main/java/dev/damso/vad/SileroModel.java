package dev.damso.vad;

import dev.damso.model.onnx.OnnxOptions;
import dev.damso.model.onnx.OnnxRuntime;
import dev.damso.model.onnx.OnnxSession;
import java.nio.file.Path;

/** Silero VAD 5, one session for all conversations. Thread safe. */
public final class SileroModel implements AutoCloseable {
  private final OnnxSession session;

  /**
   * @param model {@code silero_vad.onnx}
   */
  public SileroModel(Path model) {
    session = OnnxRuntime.instance().open(model, OnnxOptions.threads(1));
  }

  /** A detector with a state of its own. */
  public VoiceActivityDetector newDetector() {
    return new SileroVad(session);
  }

  @Override
  public void close() {
    session.close();
  }
}
