package dev.damso.tts.supertonic;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;

/**
 * The model's {@code tts.json}, as far as it is needed.
 *
 * @param sampleRate of the sound, Hz
 * @param frame samples that one frame of the latent stands for
 * @param channels of the latent
 */
record SupertonicConfig(int sampleRate, int frame, int channels) {
  static SupertonicConfig read(Path json) {
    JsonNode root = SupertonicJson.read(json);
    int compression = number(json, root, "ttl", "chunk_compress_factor", 64);
    return new SupertonicConfig(
        number(json, root, "ae", "sample_rate", 192_000),
        number(json, root, "ae", "base_chunk_size", 16_384) * compression,
        number(json, root, "ttl", "latent_dim", 4_096) * compression);
  }

  private static int number(Path json, JsonNode root, String group, String name, int most) {
    int value = root.path(group).path(name).asInt();
    if (value < 1 || value > most) {
      throw SupertonicJson.wrong(json, "%s.%s is missing or wrong".formatted(group, name));
    }
    return value;
  }

  /** Frames of a latent that lasts so long, the last one begun. */
  int frames(double seconds) {
    long samples = (long) (seconds * sampleRate);
    return Math.toIntExact(Math.max(1, (samples + frame - 1) / frame));
  }
}
