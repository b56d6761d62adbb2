package dev.damso.tts.cloud;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Mono 16-bit sound of a WAV answer. Sizes in a streamed WAV's header are unknown (0 or 2³²−1), so
 * the data are what follows to the end.
 *
 * @param samples in [-1, 1]
 */
record Sound(float[] samples, int sampleRate) {
  /** Empty where {@code bytes} are no such WAV. */
  static Optional<Sound> ofWav(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < 44 || !tag(bytes, 0, "RIFF") || !tag(bytes, 8, "WAVE")) {
      return Optional.empty();
    }
    int rate = 0;
    for (int at = 12; at + 8 <= bytes.length; ) {
      long size = in.getInt(at + 4) & 0xffff_ffffL;
      int from = at + 8;
      if (tag(bytes, at, "data")) {
        boolean unknown = size == 0 || size > bytes.length - from;
        int to = unknown ? bytes.length : from + (int) size;
        return rate == 0 ? Optional.empty() : Optional.of(new Sound(samples(in, from, to), rate));
      }
      if (tag(bytes, at, "fmt ") && from + 16 <= bytes.length) {
        boolean known =
            in.getShort(from) == 1 && in.getShort(from + 2) == 1 && in.getShort(from + 14) == 16;
        int said = in.getInt(from + 4);
        if (!known || said < 8_000 || said > 48_000) {
          return Optional.empty();
        }
        rate = said;
      }
      if (size > bytes.length) {
        return Optional.empty();
      }
      at = from + (int) size + (int) (size & 1);
    }
    return Optional.empty();
  }

  private static float[] samples(ByteBuffer in, int from, int to) {
    float[] samples = new float[(to - from) / 2];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = in.getShort(from + 2 * i) / 32_768f;
    }
    return samples;
  }

  private static boolean tag(byte[] bytes, int at, String tag) {
    return new String(bytes, at, 4, StandardCharsets.ISO_8859_1).equals(tag);
  }
}
