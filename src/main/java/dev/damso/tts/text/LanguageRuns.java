package dev.damso.tts.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which parts of a mixed clause another voice is to say. In a Korean clause that is an English
 * passage of {@value #PASSAGE} words, or one with a word that Korean would have to spell; in
 * another clause it is what is written in Hangul.
 */
public final class LanguageRuns {
  private static final int PASSAGE = 3;
  private static final String WORD = "[A-Za-z][A-Za-z'’-]*";
  private static final Pattern LATIN =
      Pattern.compile(
          "(?<![A-Za-z0-9])%s(?![A-Za-z0-9])(?:[ ,]{1,2}%s(?![A-Za-z0-9]))*".formatted(WORD, WORD));
  private static final Pattern HANGUL = Pattern.compile("[가-힣]+(?:[ ,]{1,2}[가-힣]+)*");

  private LanguageRuns() {}

  /** A part of a clause. */
  public record Run(String text, String language) {}

  /**
   * @param readable whether Korean has a reading for a Latin word
   * @return the runs, whose texts joined are {@code text}; neighbours differ in language
   */
  public static List<Run> of(String text, String language, Predicate<String> readable) {
    boolean korean = language.equals("ko");
    Matcher foreign = (korean ? LATIN : HANGUL).matcher(text);
    String other = korean ? "en" : "ko";
    List<Run> runs = new ArrayList<>();
    int at = 0;
    while (foreign.find()) {
      if (!korean || isPassage(foreign.group(), readable)) {
        add(runs, text.substring(at, foreign.start()), language);
        add(runs, foreign.group(), other);
        at = foreign.end();
      }
    }
    add(runs, text.substring(at), language);
    return List.copyOf(runs);
  }

  private static boolean isPassage(String latin, Predicate<String> readable) {
    String[] words = latin.split("[ ,]+");
    if (words.length >= PASSAGE) {
      return true;
    }
    for (String word : words) {
      if (!readable.test(word)) {
        return true;
      }
    }
    return false;
  }

  /** What has no letters, such as a full stop, belongs to what is before it. */
  private static void add(List<Run> runs, String text, String language) {
    if (text.isEmpty()) {
      return;
    }
    if (!runs.isEmpty()) {
      Run last = runs.getLast();
      boolean mute = !speaks(text);
      if (mute || last.language().equals(language) || !speaks(last.text())) {
        runs.removeLast();
        runs.add(new Run(last.text() + text, mute ? last.language() : language));
        return;
      }
    }
    runs.add(new Run(text, language));
  }

  private static boolean speaks(String text) {
    return text.codePoints().anyMatch(Character::isLetterOrDigit);
  }
}
