package dev.damso.model.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.damso.media.UserFacingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The cross-attention heads of a decoder that follow the sound from word to word.
 *
 * @param byLayer layer → heads
 */
record AlignmentHeads(SortedMap<Integer, List<Integer>> byLayer) {
  /**
   * Reads {@code alignment_heads} of a {@code config.json}; all heads of the upper half of the
   * layers where it has none.
   *
   * @throws UserFacingException where the file cannot be read, or names a head that is not there
   */
  static AlignmentHeads read(Path config, WhisperDimensions d) {
    JsonNode pairs;
    try {
      pairs =
          Files.exists(config)
              ? new ObjectMapper().readTree(config.toFile()).path("alignment_heads")
              : new ObjectMapper().createArrayNode();
    } catch (IOException e) {
      throw UserFacingException.failed("cannot read " + config + ": " + e.getMessage(), e);
    }
    SortedMap<Integer, List<Integer>> heads = new TreeMap<>();
    for (JsonNode pair : pairs) {
      add(heads, pair.path(0).asInt(-1), pair.path(1).asInt(-1), d, config);
    }
    for (int layer = d.decoderLayers() / 2; pairs.isEmpty() && layer < d.decoderLayers(); layer++) {
      for (int head = 0; head < d.decoderHeads(); head++) {
        add(heads, layer, head, d, config);
      }
    }
    return new AlignmentHeads(heads);
  }

  private static void add(
      SortedMap<Integer, List<Integer>> heads,
      int layer,
      int head,
      WhisperDimensions d,
      Path config) {
    if (layer < 0 || layer >= d.decoderLayers() || head < 0 || head >= d.decoderHeads()) {
      throw UserFacingException.failed(
          "%s names head %d of layer %d, which these weights do not have"
              .formatted(config, head, layer));
    }
    heads.computeIfAbsent(layer, l -> new ArrayList<>()).add(head);
  }
}
