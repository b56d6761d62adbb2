package dev.damso.tts.supertonic;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Text as Supertonic reads it: code points of NFKD between tags of the language, as numbers. */
final class SupertonicText {
  /** Languages of the model's third version; {@code na} is for all others. */
  private static final Set<String> LANGUAGES =
      Set.of(
          "ar", "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "hi", "hr", "hu", "id",
          "it", "ja", "ko", "lt", "lv", "nl", "pl", "pt", "ro", "ru", "sk", "sl", "sv", "tr", "uk",
          "vi");

  private static final String UNKNOWN_LANGUAGE = "na";
  private static final int UNKNOWN = -1;
  private static final int MOST_CODE_POINTS = Character.MAX_CODE_POINT + 1;

  /** Marks that the model did not learn, and those that it did. */
  private static final Map<Integer, String> MARKS =
      Map.ofEntries(
          Map.entry((int) '–', "-"),
          Map.entry((int) '‐', "-"),
          Map.entry((int) '—', "-"),
          Map.entry((int) '“', "\""),
          Map.entry((int) '”', "\""),
          Map.entry((int) '‘', "'"),
          Map.entry((int) '’', "'"),
          Map.entry((int) '`', "'"),
          Map.entry((int) '_', " "),
          Map.entry((int) '[', " "),
          Map.entry((int) ']', " "),
          Map.entry((int) '|', " "),
          Map.entry((int) '/', " "),
          Map.entry((int) '#', " "));

  private static final String ENDS = ".!?;:,'\")]}。」』";

  /** The model's number of each code point, or {@link #UNKNOWN}. */
  private final int[] numbers;

  private SupertonicText(int[] numbers) {
    this.numbers = numbers;
  }

  /**
   * @param indexer an array: the number of each code point, negative for those that are unknown
   */
  static SupertonicText read(Path indexer) {
    JsonNode root = SupertonicJson.read(indexer);
    if (!root.isArray() || root.size() > MOST_CODE_POINTS) {
      throw SupertonicJson.wrong(indexer, "it is no array of numbers of code points");
    }
    int[] numbers = new int[root.size()];
    for (int i = 0; i < numbers.length; i++) {
      if (!root.get(i).isInt()) {
        throw SupertonicJson.wrong(indexer, "item %d is %s".formatted(i, root.get(i)));
      }
      numbers[i] = root.get(i).intValue();
    }
    SupertonicText text = new SupertonicText(numbers);
    if ("<ko>/.".codePoints().anyMatch(c -> text.number(c) < 0)) {
      throw SupertonicJson.wrong(indexer, "it has no numbers for <ko>");
    }
    return text;
  }

  private int number(int codePoint) {
    return codePoint < numbers.length ? numbers[codePoint] : UNKNOWN;
  }

  /**
   * @param words without digits and abbreviations, which are read elsewhere
   * @return empty where nothing of it can be said
   */
  long[] encode(String words, String language) {
    StringBuilder known = new StringBuilder();
    Normalizer.normalize(words, Normalizer.Form.NFKD)
        .codePoints()
        .mapToObj(c -> MARKS.getOrDefault(c, Character.toString(c)))
        .flatMapToInt(String::codePoints)
        .filter(c -> number(c) >= 0)
        .forEach(known::appendCodePoint);
    String text = known.toString().replaceAll("\\s+", " ").replaceAll(" (?=[,.!?;:])", "").strip();
    if (text.codePoints().noneMatch(Character::isLetterOrDigit)) {
      return new long[0];
    }
    if (ENDS.indexOf(text.charAt(text.length() - 1)) < 0) {
      text += ".";
    }
    String tag = LANGUAGES.contains(language) ? language : UNKNOWN_LANGUAGE;
    IntStream tagged = "<%s>%s</%s>".formatted(tag, text, tag).codePoints();
    return tagged.map(this::number).filter(n -> n >= 0).asLongStream().toArray();
  }
}
