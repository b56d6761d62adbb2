package dev.damso.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LatenessTest {
  private static final long MS = 1_000_000;

  @Test
  void packetsAreLateAfterTheEarliest() {
    Lateness late = new Lateness(10);
    late.arrived(0xFFFE, 5 * MS);
    late.arrived(0xFFFF, 25 * MS);
    late.arrived(0, 48 * MS); // wraps
    late.arrived(2, 85 * MS); // one is lost
    late.arrived(1, 89 * MS); // and comes after all
    assertThat(late.ms()).containsExactly(0.0, 0.0, 3.0, 0.0, 24.0);
  }

  @Test
  void noMoreIsRememberedThanThereIsPlaceFor() {
    Lateness late = new Lateness(2);
    for (int i = 0; i < 5; i++) {
      late.arrived(i, i * (20 * MS));
    }
    assertThat(late.ms()).hasSize(2);
  }
}
