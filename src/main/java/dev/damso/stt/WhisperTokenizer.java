package dev.damso.stt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.damso.media.UserFacingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tokens to text, from a {@code tokenizer.json}: byte-level BPE as GPT-2 has it, decoding only. A
 * character may be spread over several tokens. Immutable.
 */
final class WhisperTokenizer {
  private final Map<Integer, byte[]> pieces;
  private final Map<String, Integer> specials;

  private WhisperTokenizer(Map<Integer, byte[]> pieces, Map<String, Integer> specials) {
    this.pieces = pieces;
    this.specials = Map.copyOf(specials);
  }

  /**
   * @throws UserFacingException where the file cannot be read or has no vocabulary
   */
  static WhisperTokenizer read(Path tokenizerJson) {
    JsonNode root;
    try {
      root = new ObjectMapper().readTree(tokenizerJson.toFile());
    } catch (IOException e) {
      throw UserFacingException.failed("cannot read the tokenizer " + tokenizerJson, e);
    }
    JsonNode vocabulary = root.path("model").path("vocab");
    if (vocabulary.isEmpty()) {
      throw UserFacingException.failed(tokenizerJson + " has no vocabulary; pull the model again");
    }
    Map<Integer, Integer> bytes = byteOfCodePoint();
    Map<Integer, byte[]> pieces = new HashMap<>();
    vocabulary
        .properties()
        .forEach(entry -> pieces.put(entry.getValue().asInt(), bytes(entry.getKey(), bytes)));
    Map<String, Integer> specials = new HashMap<>();
    for (JsonNode added : root.path("added_tokens")) {
      specials.put(added.path("content").asText(), added.path("id").asInt());
      pieces.remove(added.path("id").asInt());
    }
    return new WhisperTokenizer(pieces, specials);
  }

  /** Ids of the tokens that are no text, such as {@code <|ko|>}. */
  Map<String, Integer> specials() {
    return specials;
  }

  /** Special tokens are left out; incomplete UTF-8 becomes U+FFFD. */
  String decode(List<Integer> tokens) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int token : tokens) {
      byte @Nullable [] piece = pieces.get(token);
      if (piece != null) {
        text.writeBytes(piece);
      }
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String piece, Map<Integer, Integer> bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    piece
        .codePoints()
        .forEach(c -> {
          @Nullable Integer b = bytes.get(c);
          if (b == null) {
            out.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
          } else {
            out.write(b);
          }
        });
    return out.toByteArray();
  }

  /** GPT-2's {@code bytes_to_unicode}, inverted: bytes that do not print stand at U+0100 and up. */
  private static Map<Integer, Integer> byteOfCodePoint() {
    Map<Integer, Integer> bytes = new HashMap<>();
    int shifted = 256;
    for (int b = 0; b < 256; b++) {
      boolean prints = b >= '!' && b <= '~' || b >= 0xA1 && b <= 0xAC || b >= 0xAE;
      bytes.put(prints ? b : shifted++, b);
    }
    return bytes;
  }
}
