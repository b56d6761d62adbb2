package dev.damso.tts.kokoro;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.damso.media.UserFacingException;
import dev.damso.tts.ko.KokoroSymbols.Symbol;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The characters that Kokoro knows.
 *
 * @param ids code point → token
 */
record KokoroVocabulary(Map<Integer, Integer> ids) {
  private static final long PAD = 0;

  /**
   * @param json {@code {"vocab": {symbol: id}}}
   */
  static KokoroVocabulary read(Path json) {
    try {
      Map<Integer, Integer> ids = new HashMap<>();
      for (Map.Entry<String, JsonNode> entry :
          new ObjectMapper().readTree(json.toFile()).path("vocab").properties()) {
        ids.put(entry.getKey().codePointAt(0), entry.getValue().asInt());
      }
      return new KokoroVocabulary(Map.copyOf(ids));
    } catch (IOException e) {
      throw UserFacingException.failed("cannot read Kokoro's vocabulary " + json, e);
    }
  }

  /**
   * What the model reads.
   *
   * @param padded tokens with a pad at either end
   * @param symbols what they were made of
   * @param owners index of the symbol that each token between the pads belongs to
   */
  record Tokens(long[] padded, List<Symbol> symbols, List<Integer> owners) {
    /** IPA of the symbol behind a token, the first after the pad being 0. */
    String ipa(int token) {
      return symbols.get(owners.get(token)).ipa();
    }
  }

  /** Characters that are not known are left out. */
  Tokens encode(List<Symbol> symbols) {
    List<Long> tokens = new ArrayList<>(List.of(PAD));
    List<Integer> owners = new ArrayList<>();
    for (int i = 0; i < symbols.size(); i++) {
      int owner = i;
      symbols
          .get(i)
          .kokoro()
          .codePoints()
          .filter(ids::containsKey)
          .forEach(character -> {
            tokens.add((long) ids.getOrDefault(character, 0));
            owners.add(owner);
          });
    }
    tokens.add(PAD);
    return new Tokens(
        tokens.stream().mapToLong(Long::longValue).toArray(), List.copyOf(symbols), owners);
  }
}
