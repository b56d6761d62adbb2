package dev.damso.face.neural;

import dev.damso.audio.MelWindow;

/** What a model hears of the sound around a picture. One owner thread. */
interface LipFeatures {
  /** Sound that it hears before the picture's time, milliseconds. */
  double beforeMs();

  /** Sound that it hears after. */
  double afterMs();

  /** Sound that must be kept before what was announced last. */
  default double keptMs() {
    return 2_000;
  }

  /**
   * @return the numbers of the model's audio input for the picture at {@code ms}, row-major
   */
  float[] at(SpeechTrack track, double ms);

  /**
   * The speech recogniser's log-mel spectrogram, in log10 of power: {@code [80][steps]}, 10 ms a
   * step.
   *
   * @param before steps before the picture's
   */
  static LipFeatures logMel(int steps, int before) {
    MelWindow mel = MelWindow.ofRecognition(80);
    return new WindowedFeatures(80, steps, 10, -10.0 * before, 12.5) {
      @Override
      float[] bands(float[] samples, int centre) {
        float[] power = mel.at(samples, centre);
        for (int i = 0; i < power.length; i++) {
          power[i] = (float) Math.log10(Math.max(power[i], 1e-10f));
        }
        return power;
      }
    };
  }

  /**
   * Wav2Lip's spectrogram {@code [80][16]}: 16 kHz, pre-emphasis 0.97, windows of 800 samples each
   * 200, 55 to 7600 Hz, decibels from -100 to 0 (20 dB below full) as -4 to 4.
   *
   * @param offsetFrames pictures by which it hears later than the picture's time
   */
  static LipFeatures wav2Lip(int offsetFrames) {
    MelWindow mel = new MelWindow(80, 800, SpeechTrack.RATE, 55, 7_600, false);
    return new WindowedFeatures(80, 16, 12.5, 40.0 * offsetFrames, 25) {
      @Override
      float[] bands(float[] samples, int centre) {
        float[] amplitude = mel.at(emphasized(samples, centre), 400);
        for (int i = 0; i < amplitude.length; i++) {
          double db = 20 * Math.log10(Math.max(amplitude[i], 1e-5)) - 20;
          amplitude[i] = (float) Math.clamp(8 * (db + 100) / 100 - 4, -4, 4);
        }
        return amplitude;
      }

      private float[] emphasized(float[] samples, int centre) {
        float[] window = new float[800];
        for (int i = 0; i < window.length; i++) {
          int at = centre - 400 + i;
          window[i] = sample(samples, at) - 0.97f * sample(samples, at - 1);
        }
        return window;
      }

      private static float sample(float[] samples, int at) {
        return at >= 0 && at < samples.length ? samples[at] : 0;
      }
    };
  }
}
