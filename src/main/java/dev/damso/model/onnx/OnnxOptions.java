package dev.damso.model.onnx;

/**
 * How a session runs.
 *
 * @param intraOpThreads threads that share one operator
 * @param spinning whether idle threads burn a core to wake sooner
 * @param provider what computes
 */
public record OnnxOptions(int intraOpThreads, boolean spinning, Provider provider) {
  public OnnxOptions(int intraOpThreads, boolean spinning) {
    this(intraOpThreads, spinning, Provider.CPU);
  }

  /** {@code n} threads that sleep when idle: several sessions share the cores. */
  public static OnnxOptions threads(int n) {
    return new OnnxOptions(n, false);
  }

  /** The same, computed by {@code chosen}. */
  public OnnxOptions on(Provider chosen) {
    return new OnnxOptions(intraOpThreads, spinning, chosen);
  }
}
