package dev.damso.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class OpusTest {
  private static short[] tone(int frame) {
    short[] pcm = new short[OpusEncoder.FRAME];
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] = (short) (8000 * Math.sin(2 * Math.PI * 440 * (frame * pcm.length + i) / 48_000));
    }
    return pcm;
  }

  private static double rms(short[] pcm) {
    double sum = 0;
    for (short sample : pcm) {
      sum += (double) sample * sample;
    }
    return Math.sqrt(sum / pcm.length);
  }

  @Test
  void aToneSurvives() {
    try (OpusEncoder encoder = new OpusEncoder();
        OpusDecoder decoder = new OpusDecoder()) {
      short[] last = {};
      for (int frame = 0; frame < 20; frame++) {
        byte[] packet = encoder.encode(tone(frame));
        assertThat(packet.length).isBetween(10, 400);
        last = decoder.decode(packet);
      }
      assertThat(last).hasSize(OpusEncoder.FRAME);
      assertThat(rms(last)).isBetween(4500.0, 6500.0);
    }
  }

  @Test
  void lossFadesToSilence() {
    try (OpusEncoder encoder = new OpusEncoder();
        OpusDecoder decoder = new OpusDecoder()) {
      for (int frame = 0; frame < 5; frame++) {
        decoder.decode(encoder.encode(tone(frame)));
      }
      assertThat(rms(decoder.decodeLost())).isBetween(500.0, 4000.0);
      assertThat(rms(decoder.decodeLost())).isZero();
    }
  }

  @Test
  void garbageIsALoss() {
    try (OpusDecoder decoder = new OpusDecoder()) {
      assertThat(decoder.decode(new byte[] {(byte) 0xFF, 1, 2, 3})).hasSize(OpusEncoder.FRAME);
      assertThat(decoder.decode(new byte[0])).hasSize(OpusEncoder.FRAME);
    }
  }

  @Test
  void aFrameHasItsSize() {
    try (OpusEncoder encoder = new OpusEncoder()) {
      assertThatIllegalArgumentException().isThrownBy(() -> encoder.encode(new short[100]));
    }
  }
}
