package dev.damso.webrtc.congestion;

/**
 * Tells from the times between packets whether a queue grows on the way: the slope of the one-way
 * delay against an adaptive threshold (draft-ietf-rmcat-gcc-02 §5; Carlucci et al. 2016, the
 * trend-line filter as WebRTC has it). One owner; all times in milliseconds, of any two clocks.
 */
final class DelayTrend {
  /** What the network does. */
  enum Signal {
    NORMAL,
    /** A queue grows. */
    OVERUSE,
    /** A queue empties. */
    UNDERUSE
  }

  private static final double BURST_MS = 5;
  private static final double LONGEST_BURST_MS = 100;
  private static final int WINDOW = 20; // groups in the regression
  private static final double SMOOTHING = 0.9;
  private static final double GAIN = 4;
  private static final int MOST_DELTAS = 60;
  private static final double OVERUSE_MS = 10;
  private static final double K_UP = 0.0087;
  private static final double K_DOWN = 0.039;
  private static final double LEAST_THRESHOLD = 6;
  private static final double MOST_THRESHOLD = 600;
  private static final double SPIKE = 15;

  private final double[] times = new double[WINDOW];
  private final double[] delays = new double[WINDOW];
  private int deltas;
  private double accumulated;
  private double smoothed;
  private double origin;
  private Group current = Group.NONE;
  private Group previous = Group.NONE;
  private double threshold = 12.5;
  private double lastUpdate = Double.NaN;
  private double overusing = -1;
  private int overuses;
  private double lastTrend;
  private Signal signal = Signal.NORMAL;

  /** Packets that left together. */
  private record Group(double firstSent, double lastSent, double firstArrived, double lastArrived) {
    static final Group NONE = new Group(Double.NaN, 0, 0, 0);

    boolean isEmpty() {
      return Double.isNaN(firstSent);
    }

    boolean takes(double sent, double arrived) {
      if (sent - firstSent <= BURST_MS) {
        return true;
      }
      // Held up together and let go together.
      double propagation = arrived - lastArrived - (sent - lastSent);
      return propagation < 0
          && arrived - lastArrived <= BURST_MS
          && arrived - firstArrived < LONGEST_BURST_MS;
    }

    Group with(double sent, double arrived) {
      return new Group(
          firstSent, Math.max(lastSent, sent), firstArrived, Math.max(lastArrived, arrived));
    }
  }

  /** A packet that arrived; in the order of arrival. */
  void packet(double sentMs, double arrivedMs) {
    if (current.isEmpty()) {
      current = new Group(sentMs, sentMs, arrivedMs, arrivedMs);
      origin = arrivedMs;
    } else if (sentMs < current.firstSent()) {
      return; // reordered
    } else if (current.takes(sentMs, arrivedMs)) {
      current = current.with(sentMs, arrivedMs);
    } else {
      if (!previous.isEmpty()) {
        double sent = current.lastSent() - previous.lastSent();
        double arrived = current.lastArrived() - previous.lastArrived();
        delta(arrived - sent, sent, current.lastArrived());
      }
      previous = current;
      current = new Group(sentMs, sentMs, arrivedMs, arrivedMs);
    }
  }

  Signal signal() {
    return signal;
  }

  private void delta(double variation, double sent, double arrivedMs) {
    accumulated += variation;
    smoothed = SMOOTHING * smoothed + (1 - SMOOTHING) * accumulated;
    int slot = deltas++ % WINDOW;
    times[slot] = arrivedMs - origin;
    delays[slot] = smoothed;
    if (deltas >= WINDOW) {
      detect(slope() * Math.min(deltas, MOST_DELTAS) * GAIN, sent, arrivedMs);
    }
  }

  /** Least squares. */
  private double slope() {
    double meanTime = 0;
    double meanDelay = 0;
    for (int i = 0; i < WINDOW; i++) {
      meanTime += times[i] / WINDOW;
      meanDelay += delays[i] / WINDOW;
    }
    double covariance = 0;
    double variance = 0;
    for (int i = 0; i < WINDOW; i++) {
      covariance += (times[i] - meanTime) * (delays[i] - meanDelay);
      variance += (times[i] - meanTime) * (times[i] - meanTime);
    }
    return variance == 0 ? 0 : covariance / variance;
  }

  private void detect(double trend, double sent, double arrivedMs) {
    if (trend > threshold) {
      overusing = overusing < 0 ? sent / 2 : overusing + sent;
      overuses++;
      if (overusing > OVERUSE_MS && overuses > 1 && trend >= lastTrend) {
        overusing = 0;
        overuses = 0;
        signal = Signal.OVERUSE;
      }
    } else {
      overusing = -1;
      overuses = 0;
      signal = trend < -threshold ? Signal.UNDERUSE : Signal.NORMAL;
    }
    lastTrend = trend;
    adapt(Math.abs(trend), arrivedMs);
  }

  private void adapt(double trend, double arrivedMs) {
    double elapsed = Double.isNaN(lastUpdate) ? 0 : Math.clamp(arrivedMs - lastUpdate, 0, 100);
    lastUpdate = arrivedMs;
    if (trend <= threshold + SPIKE) {
      double k = trend < threshold ? K_DOWN : K_UP;
      threshold =
          Math.clamp(
              threshold + k * (trend - threshold) * elapsed, LEAST_THRESHOLD, MOST_THRESHOLD);
    }
  }
}
