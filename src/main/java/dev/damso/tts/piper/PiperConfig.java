package dev.damso.tts.piper;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.damso.media.UserFacingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A Piper voice's {@code .onnx.json}.
 *
 * @param ids phoneme (one code point) to the model's symbols
 */
record PiperConfig(
    int sampleRate,
    String espeakVoice,
    float noiseScale,
    float lengthScale,
    float noiseW,
    Map<String, List<Integer>> ids) {
  static PiperConfig read(Path json) {
    JsonNode root;
    try {
      root = new ObjectMapper().readTree(json.toFile());
    } catch (IOException e) {
      throw UserFacingException.failed("cannot read the voice's settings " + json, e);
    }
    Map<String, List<Integer>> ids = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : root.path("phoneme_id_map").properties()) {
      List<Integer> symbols = new ArrayList<>();
      entry.getValue().forEach(id -> symbols.add(id.asInt()));
      ids.put(entry.getKey(), symbols);
    }
    if (!ids.keySet().containsAll(List.of("^", "$", "_"))) {
      throw UserFacingException.failed(json + " is no Piper voice: its phoneme map is incomplete");
    }
    JsonNode inference = root.path("inference");
    return new PiperConfig(
        root.path("audio").path("sample_rate").asInt(22_050),
        root.path("espeak").path("voice").asText("en-us"),
        (float) inference.path("noise_scale").asDouble(0.667),
        (float) inference.path("length_scale").asDouble(1),
        (float) inference.path("noise_w").asDouble(0.8),
        ids);
  }
}
