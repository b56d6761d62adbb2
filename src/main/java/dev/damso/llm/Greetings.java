package dev.damso.llm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Answers that need no language model: common phrases, and the opening of a greeting. */
public final class Greetings {
  private static final Pattern NOT_SPOKEN = Pattern.compile("[^\\p{L}\\p{N}]+");

  private final List<Greeting> greetings;
  private final Map<String, String> answers = new HashMap<>();

  /**
   * A way to greet.
   *
   * @param words any of which is this greeting
   * @param opening said at once where more follows the greeting
   * @param alone said where nothing does
   */
  public record Greeting(List<String> words, String opening, String alone) {
    public Greeting {
      words = List.copyOf(words);
    }
  }

  /** What is said, in any of these ways, and what to answer. */
  public record Known(List<String> said, String answer) {
    public Known {
      said = List.copyOf(said);
    }
  }

  /**
   * @param text to be spoken at once
   * @param complete whether this is the whole answer; otherwise a model goes on from it
   */
  public record Opening(String text, boolean complete) {}

  /**
   * Case, spaces and punctuation of what is said do not count.
   *
   * @param known whole answers, before greetings
   */
  public Greetings(List<Greeting> greetings, List<Known> known) {
    this.greetings = List.copyOf(greetings);
    known.forEach(k -> k.said().forEach(said -> answers.put(key(said), k.answer())));
  }

  /** What to say at once to {@code userText}; empty where a model is to answer alone. */
  public Optional<Opening> opening(String userText) {
    String answer = answers.get(key(userText));
    if (answer != null) {
      return Optional.of(new Opening(answer, true));
    }
    for (Greeting greeting : greetings) {
      var match = atStart(greeting.words()).matcher(userText);
      if (match.find()) {
        boolean alone = key(userText.substring(match.end())).isEmpty();
        return Optional.of(new Opening(alone ? greeting.alone() : greeting.opening(), alone));
      }
    }
    return Optional.empty();
  }

  /** Drops greetings from the beginning of an answer whose greeting has been said. */
  public RepeatFilter repeatFilter() {
    List<String> words = new ArrayList<>();
    greetings.forEach(greeting -> words.addAll(greeting.words()));
    return new RepeatFilter(words);
  }

  /** Every text that {@link #opening} may give, to be synthesised ahead. */
  public List<String> texts() {
    return Stream.concat(
            answers.values().stream(),
            greetings.stream().flatMap(g -> Stream.of(g.alone(), g.opening())))
        .distinct()
        .toList();
  }

  /** One of the words, whole, where the text begins; longer ones first. */
  private static Pattern atStart(List<String> words) {
    List<String> quoted =
        words.stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Pattern::quote)
            .toList();
    return Pattern.compile(
        "^[^\\p{L}\\p{N}]*(?:" + String.join("|", quoted) + ")(?![\\p{L}\\p{N}])",
        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  /** How many words a text has. */
  static int words(String text) {
    return (int) NOT_SPOKEN.splitAsStream(text).filter(word -> !word.isEmpty()).count();
  }

  static String key(String text) {
    return NOT_SPOKEN.matcher(text).replaceAll("").toLowerCase(Locale.ROOT);
  }
}
