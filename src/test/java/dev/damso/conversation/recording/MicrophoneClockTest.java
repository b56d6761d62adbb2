package dev.damso.conversation.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.media.MediaTime;
import org.junit.jupiter.api.Test;

final class MicrophoneClockTest {
  private final MicrophoneClock clock = new MicrophoneClock();

  private double ms(int sequence, int cameMs) {
    return clock.time(sequence, MediaTime.ofMillis(cameMs)).millis();
  }

  @Test
  void jitterDoesNotShow() {
    assertThat(ms(65_534, 1_000)).isEqualTo(1_000);
    assertThat(ms(65_535, 1_045)).isEqualTo(1_020);
    assertThat(ms(1, 1_046)).isEqualTo(1_060);
    assertThat(ms(0, 1_047)).isEqualTo(1_040); // overtaken
    assertThat(ms(2, 1_081)).isEqualTo(1_080);
  }

  @Test
  void afterAPauseItBeginsAnew() {
    assertThat(ms(7, 1_000)).isEqualTo(1_000);
    assertThat(ms(8, 9_000)).isEqualTo(9_000);
    assertThat(ms(9, 9_010)).isEqualTo(9_020);
  }

  @Test
  void numbersThatMeanNothingStayNearTheirTime() {
    int sequence = 1;
    for (int now = 1_000; now < 100_000; now += 20) {
      sequence = sequence * 31_421 + 6_927 & 0xFFFF;
      assertThat(ms(sequence, now)).isBetween(now - 200.0, now + 200.0);
    }
  }
}
