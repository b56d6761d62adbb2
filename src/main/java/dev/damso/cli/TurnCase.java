package dev.damso.cli;

import dev.damso.audio.Resampler;
import dev.damso.audio.Wav;
import dev.damso.turn.EchoGate;
import dev.damso.vad.VoiceActivityDetector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A recording of one utterance made into a test of turn taking: room noise, the utterance, room
 * noise; on request with a pause inside. The noise is the quietest half second of the same
 * recording, forwards and backwards.
 *
 * @param samples mono, 16 kHz
 * @param startMs true start of speech: where its level rises
 * @param endMs true end of speech: where its level has fallen
 * @param sentencePause whether its pause is between two sentences
 */
record TurnCase(String name, float[] samples, double startMs, double endMs, boolean sentencePause) {
  private static final int RATE = VoiceActivityDetector.SAMPLE_RATE;
  private static final int FRAME = RATE / 100;

  /**
   * Where a pause is put into a recording.
   *
   * @param words the last before it and the first after it; {@code ?} where a sentence ends there,
   *     {@code .} where the utterance does, whatever is heard after it
   */
  record Gap(String file, int ms, String words) {
    boolean endsUtterance() {
      return words.equals(".");
    }

    boolean endsSentence() {
      return words.startsWith("?");
    }
  }

  /**
   * A recording and where its speech is, in samples.
   *
   * @param quietDb level of 10 ms up to which nobody speaks
   */
  record Recording(String name, float[] samples, int start, int end, double quietDb, double speed) {
    /**
     * Speech is between the first and the last 10 ms that are within 35 dB of the loud ones and 10
     * dB over the quiet ones; what voice activity does not hear is none: clicks.
     */
    static Recording read(Path file, VoiceActivityDetector vad, List<Gap> gaps) {
      Wav wav = Wav.read(file);
      return of(
          String.valueOf(file.getFileName()),
          Resampler.resample(wav.samples(), wav.sampleRate(), RATE),
          vad,
          gaps);
    }

    /**
     * @param samples 16 kHz
     */
    static Recording of(String name, float[] samples, VoiceActivityDetector vad, List<Gap> gaps) {
      double[] levels = levels(samples);
      double[] sorted = levels.clone();
      Arrays.sort(sorted);
      double threshold =
          Math.max(sorted[sorted.length / 10] + 10, sorted[sorted.length * 95 / 100] - 35);
      int[] heard = voiced(samples, vad);
      int first = Math.max(0, heard[0] / FRAME - 10);
      int last = Math.min(levels.length, heard[1] / FRAME);
      while (first < last && levels[first] <= threshold) {
        first++;
      }
      while (last > first && levels[last - 1] <= threshold) {
        last--;
      }
      int end = last * FRAME;
      for (Gap gap : gaps) {
        if (gap.file().equals(name) && gap.endsUtterance()) {
          end = Math.min(end, gap.ms() * (RATE / 1000));
        }
      }
      return new Recording(name, samples, first * FRAME, end, threshold, 1);
    }

    /** The same, faster and higher, or slower and lower: another person. */
    Recording atSpeed(double factor) {
      float[] other = Resampler.resample(samples, (int) Math.round(RATE * factor), RATE);
      return new Recording(
          name, other, (int) (start / factor), (int) (end / factor), quietDb, factor);
    }

    private static int[] voiced(float[] samples, VoiceActivityDetector vad) {
      int window = VoiceActivityDetector.WINDOW;
      int first = -1;
      int last = 0;
      for (int at = 0; at + window <= samples.length; at += window) {
        if (vad.probability(Arrays.copyOfRange(samples, at, at + window)) >= 0.35) {
          first = first < 0 ? at : first;
          last = at + window;
        }
      }
      return new int[] {Math.max(0, first), last};
    }

    /** The utterance between noise. */
    TurnCase complete() {
      int from = Math.max(0, start - RATE / 10);
      List<float[]> parts =
          List.of(room(RATE / 2), Arrays.copyOfRange(samples, from, end), room(3 * RATE / 2));
      return assemble(title(), parts, RATE / 2 + start - from, RATE / 2 + end - from, false);
    }

    /** The same with noise at {@code gap}, so that nobody speaks there for {@code pauseMs}. */
    TurnCase paused(Gap gap, int pauseMs) {
      int from = Math.max(0, start - RATE / 10);
      int at = (int) (gap.ms() * (RATE / 1000) / speed);
      int pause = Math.max(0, pauseMs * RATE / 1000 - silence(at));
      List<float[]> parts =
          List.of(
              room(RATE / 2),
              Arrays.copyOfRange(samples, from, at),
              room(pause),
              Arrays.copyOfRange(samples, at, end),
              room(3 * RATE / 2));
      return assemble(
          "%s @%d (%s) +%d ms".formatted(title(), gap.ms(), gap.words(), pauseMs),
          parts,
          RATE / 2 + start - from,
          RATE / 2 + end - from + pause,
          gap.endsSentence());
    }

    /** Samples around {@code at} in which nobody speaks. */
    private int silence(int at) {
      double[] levels = levels(samples);
      int first = at / FRAME;
      int last = first;
      while (first > 0 && levels[first - 1] <= quietDb) {
        first--;
      }
      while (last < levels.length && levels[last] <= quietDb) {
        last++;
      }
      return (last - first) * FRAME;
    }

    private String title() {
      return speed == 1 ? name : "%s ×%.2f".formatted(name, speed);
    }

    private static TurnCase assemble(
        String name, List<float[]> parts, int start, int end, boolean sentencePause) {
      return new TurnCase(
          name, join(parts), start * 1000.0 / RATE, end * 1000.0 / RATE, sentencePause);
    }

    private float[] room(int length) {
      int window = RATE / 2;
      int best = 0;
      double least = Double.MAX_VALUE;
      for (int at = RATE / 10; at + window <= samples.length - RATE / 20; at += window / 10) {
        boolean outside = at + window < start - RATE / 5 || at > end + RATE / 5;
        double level = EchoGate.decibels(Arrays.copyOfRange(samples, at, at + window));
        if (outside && level < least) {
          least = level;
          best = at;
        }
      }
      float[] noise = new float[length];
      for (int i = 0; least < Double.MAX_VALUE && i < length; i++) {
        int turn = i % (2 * window);
        noise[i] = samples[best + Math.min(turn, 2 * window - 1 - turn)];
      }
      return noise;
    }
  }

  /** One after the other. */
  static float[] join(List<float[]> parts) {
    float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  /** The same after so much more of the noise that it begins with. */
  TurnCase later(int ms) {
    int more = ms * RATE / 1000;
    int noise = 2 * RATE / 5;
    float[] all = new float[more + samples.length];
    for (int i = 0; i < more; i++) {
      all[i] = samples[i % noise];
    }
    System.arraycopy(samples, 0, all, more, samples.length);
    return new TurnCase(name, all, startMs + ms, endMs + ms, sentencePause);
  }

  private static double[] levels(float[] samples) {
    double[] levels = new double[samples.length / FRAME];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = EchoGate.decibels(Arrays.copyOfRange(samples, i * FRAME, (i + 1) * FRAME));
    }
    return levels;
  }

  /** Gaps between words, one a line: file, milliseconds, the words, separated by tabs. */
  static List<Gap> gaps(List<String> lines) {
    List<Gap> gaps = new ArrayList<>();
    for (String line : lines) {
      String[] columns = line.split("\t");
      gaps.add(new Gap(columns[0], Integer.parseInt(columns[1]), columns[2]));
    }
    return gaps;
  }
}
