package dev.damso.tts.kokoro;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.NoSuchElementException;

/**
 * What the generator's norms would measure over a clause, predicted from how much of the clause is
 * speech. They take means and variances over time, so that silence around a short clause counts:
 * each is a straight line over the share of speech (variances: their logarithm), fitted to whole
 * clauses of the voice. Knowing them beforehand is what lets the first half second be made alone,
 * exactly as it is in the whole. Immutable.
 */
final class NormStatistics {
  static final float EPSILON = 1e-5f;

  /** The shares of speech at which the lines are written down. */
  static final float LOW = 0.5f;

  static final float HIGH = 0.9f;

  private static final float LEAST = 0.35f;

  /** [STATISTICS] each: for each norm its means, then the logarithms of its variances. */
  private final float[] low;

  private final float[] high;

  NormStatistics(float[] low, float[] high) {
    if (low.length != GeneratorGraph.STATISTICS || high.length != low.length) {
      throw new IllegalArgumentException(
          low.length + " statistics, not " + GeneratorGraph.STATISTICS);
    }
    this.low = low.clone();
    this.high = high.clone();
  }

  /**
   * Those that come with Damso.
   *
   * @throws NoSuchElementException where there are none for that voice
   */
  static NormStatistics of(String voice) {
    String name = voice + ".norms";
    try (InputStream in = NormStatistics.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new NoSuchElementException("no " + name);
      }
      ByteBuffer halves = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
      return new NormStatistics(read(halves), read(halves));
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  private static float[] read(ByteBuffer halves) {
    float[] values = new float[GeneratorGraph.STATISTICS];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.float16ToFloat(halves.getShort());
    }
    return values;
  }

  /** Little-endian float16: those for {@link #LOW}, then those for {@link #HIGH}. */
  void write(OutputStream out) throws IOException {
    ByteBuffer halves = ByteBuffer.allocate(4 * low.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : low) {
      halves.putShort(Float.floatToFloat16(value));
    }
    for (float value : high) {
      halves.putShort(Float.floatToFloat16(value));
    }
    out.write(halves.array());
  }

  /**
   * What the norms multiply by and add.
   *
   * @param styles γ − 1 and β of each norm
   * @param speechShare share of the clause that is no silence at its ends
   * @return scale and offset of each norm, as the generator takes them
   */
  float[] scales(float[] styles, double speechShare) {
    float t = (Math.clamp((float) speechShare, LEAST, 1) - LOW) / (HIGH - LOW);
    float[] scales = new float[styles.length];
    int at = 0;
    for (GeneratorGraph.Norm norm : GeneratorGraph.NORMS) {
      int n = norm.channels();
      for (int c = at; c < at + n; c++) {
        float mean = low[c] + t * (high[c] - low[c]);
        double variance = Math.exp(low[c + n] + t * (high[c + n] - low[c + n]));
        scales[c] = (float) ((1 + styles[c]) / Math.sqrt(variance + EPSILON));
        scales[c + n] = styles[c + n] - mean * scales[c];
      }
      at += 2 * n;
    }
    return scales;
  }
}
