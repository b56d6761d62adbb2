package dev.damso.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.damso.audio.OpusEncoder;
import java.util.Arrays;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AnswerEarTest {
  private static final long TICK = 20_000_000;

  private final OpusEncoder encoder = new OpusEncoder();
  private final AnswerEar ear = new AnswerEar();

  @AfterEach
  void close() {
    encoder.close();
    ear.close();
  }

  /** Packets from {@code first} on, each when it is due, plus {@code delay}. */
  private void play(int first, int packets, int amplitude, long delay) {
    for (int i = first; i < first + packets; i++) {
      short[] pcm = new short[OpusEncoder.FRAME];
      for (int k = 0; k < pcm.length; k++) {
        pcm[k] = (short) (amplitude * Math.sin(k * 0.05));
      }
      ear.arrived(i, i * TICK + delay);
      ear.audio(encoder.encode(pcm), i * TICK + delay);
    }
  }

  @Test
  void aDelayOfTheAnswerIsTheDelayOfWhatIsHeard() {
    play(0, 10, 0, 0);
    play(10, 5, 8_000, 0);
    play(15, 20, 0, 0);
    play(35, 5, 8_000, 100_000_000);
    long first = ear.firstAfter(0).orElseThrow();
    long second = ear.firstAfter(30 * TICK).orElseThrow();
    assertThat(first / 1e6).isCloseTo(200, within(8.0));
    assertThat((second - first) / 1e6).isCloseTo(25 * 20 + 100, within(5.0));
  }

  @Test
  void silenceIsNoAnswer() {
    play(0, 50, 0, 0);
    play(50, 10, 40, 0);
    assertThat(ear.firstAfter(0)).isEqualTo(OptionalLong.empty());
    assertThat(ear.between(0, 100 * TICK)).isFalse();
  }

  @Test
  void aSoundEndsWhereItStops() {
    play(0, 10, 8_000, 0);
    play(10, 30, 0, 0);
    long end = ear.endOf(5 * TICK).orElseThrow();
    assertThat(end / 1e6).isBetween(195.0, 270.0); // the codec rings
    assertThat(ear.endOf(30 * TICK)).isEqualTo(OptionalLong.empty());
  }

  @Test
  void latenessIsAgainstTheEarliest() {
    play(0, 3, 0, 5_000_000);
    play(3, 1, 0, 0);
    play(4, 1, 0, 30_000_000);
    assertThat(ear.lateMs()).isEqualTo(Arrays.asList(0.0, 0.0, 0.0, 0.0, 30.0));
  }
}
