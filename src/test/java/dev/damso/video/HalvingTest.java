package dev.damso.video;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HalvingTest {
  @Test
  void eachPixelIsTheMeanOfFour() {
    byte[] i420 = new byte[4 * 4 * 3 / 2];
    for (int i = 0; i < 16; i++) {
      i420[i] = (byte) (16 * i); // rows of 0 16 32 48, 64 …
    }
    for (int i = 0; i < 4; i++) {
      i420[16 + i] = (byte) 200;
      i420[20 + i] = (byte) (10 * i); // 0 10 20 30
    }
    assertThat(Halving.of(i420, 4, 4)).containsExactly(40, 72, 168, 200, 200, 15);
  }

  @Test
  void sidesStayEven() {
    byte[] half = Halving.of(new byte[6 * 6 * 3 / 2], 6, 6);
    assertThat(half).hasSize(2 * 2 * 3 / 2);
  }
}
