package dev.damso.model.onnx;

/**
 * How a session runs.
 *
 * @param intraOpThreads threads that share one operator
 * @param spinning whether idle threads burn a core to wake sooner
 */
public record OnnxOptions(int intraOpThreads, boolean spinning) {
  /** {@code n} threads that sleep when idle: several sessions share the cores. */
  public static OnnxOptions threads(int n) {
    return new OnnxOptions(n, false);
  }
}
