package dev.damso.face.neural;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Features in equal steps; a step that two pictures share is made once. One owner thread. A new
 * sound makes what was kept worthless.
 */
abstract class WindowedFeatures implements LipFeatures {
  private static final int KEPT = 256;

  private final int bands;
  private final int steps;
  private final double stepMs;
  private final double firstMs;
  private final double halfMs;
  private final Map<Long, float[]> made = new LinkedHashMap<>();
  private int madeOf = -1;

  /**
   * @param firstMs time of the first step's middle, from the picture's
   * @param halfMs half of a window
   */
  WindowedFeatures(int bands, int steps, double stepMs, double firstMs, double halfMs) {
    this.bands = bands;
    this.steps = steps;
    this.stepMs = stepMs;
    this.firstMs = firstMs;
    this.halfMs = halfMs;
  }

  abstract float[] bands(float[] samples, int centre);

  @Override
  public double beforeMs() {
    return halfMs - firstMs;
  }

  @Override
  public double afterMs() {
    return firstMs + (steps - 1) * stepMs + halfMs;
  }

  @Override
  public float[] at(SpeechTrack track, double ms) {
    if (madeOf != track.version()) {
      made.clear();
      madeOf = track.version();
    }
    if (made.size() > KEPT) {
      made.clear();
    }
    float[] all = new float[bands * steps];
    for (int step = 0; step < steps; step++) {
      double at = ms + firstMs + step * stepMs;
      float[] column =
          made.computeIfAbsent(Math.round(at * 4), key -> bands(track.samples(), track.index(at)));
      for (int band = 0; band < bands; band++) {
        all[band * steps + step] = column[band];
      }
    }
    return all;
  }
}
