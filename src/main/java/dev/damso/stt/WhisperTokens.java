package dev.damso.stt;

import dev.damso.media.UserFacingException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Ids of the tokens that steer a Whisper model; they differ between its versions.
 *
 * @param languages BCP 47 → id
 */
record WhisperTokens(
    int endOfText,
    int startOfTranscript,
    int transcribe,
    int noTimestamps,
    int noSpeech,
    SortedMap<String, Integer> languages) {
  /** A lone space: no text begins with it. The same in all multilingual models. */
  static final int SPACE = 220;

  /** The timestamp of 0 s; 20 ms more for each that follows. */
  int firstTimestamp() {
    return noTimestamps + 1;
  }

  /**
   * @throws UserFacingException where one is missing
   */
  static WhisperTokens of(WhisperTokenizer tokenizer) {
    SortedMap<String, Integer> languages = new TreeMap<>();
    for (Map.Entry<String, Integer> special : tokenizer.specials().entrySet()) {
      if (special.getKey().matches("<\\|[a-z]{2,3}\\|>")) {
        String name = special.getKey();
        languages.put(name.substring(2, name.length() - 2), special.getValue());
      }
    }
    return new WhisperTokens(
        id(tokenizer, "<|endoftext|>"),
        id(tokenizer, "<|startoftranscript|>"),
        id(tokenizer, "<|transcribe|>"),
        id(tokenizer, "<|notimestamps|>"),
        id(tokenizer, "<|nospeech|>", "<|nocaptions|>"),
        languages);
  }

  private static int id(WhisperTokenizer tokenizer, String... names) {
    for (String name : names) {
      Integer id = tokenizer.specials().get(name);
      if (id != null) {
        return id;
      }
    }
    throw UserFacingException.failed("the tokenizer has no " + names[0] + "; pull the model again");
  }

  /**
   * @param language BCP 47; what follows a hyphen is ignored
   * @throws UserFacingException where the model does not know it
   */
  int language(String language) {
    Integer id = languages.get(language.split("-", 2)[0].toLowerCase(java.util.Locale.ROOT));
    if (id == null) {
      throw UserFacingException.badInput(
          "speech to text does not know the language \""
              + language
              + "\"; it knows "
              + String.join(", ", languages.keySet())
              + ", and auto");
    }
    return id;
  }
}
