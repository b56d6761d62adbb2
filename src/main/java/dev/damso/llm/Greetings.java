package dev.damso.llm;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Answers that need no language model: common phrases, and the opening of a greeting. */
public final class Greetings {
  /** Whole answers to common phrases. */
  public static final Map<String, String> DEFAULT_ANSWERS =
      Map.of(
          "안녕하세요", "안녕하세요! 무엇을 도와드릴까요?",
          "고마워", "천만에요! 더 필요한 게 있으시면 말씀해주세요.");

  private static final Pattern KOREAN = wholeWord("안녕|안녕하세요|안녕하십니까|하이");
  private static final Pattern ENGLISH = wholeWord("hello|hi");
  private static final Pattern NOT_SPOKEN = Pattern.compile("[^\\p{L}\\p{N}]+");

  private final Map<String, String> answers;

  /**
   * @param text to be spoken at once
   * @param complete whether this is the whole answer; otherwise a model goes on from it
   */
  public record Opening(String text, boolean complete) {}

  /**
   * @param answers what is said → what to answer; case, spaces and punctuation do not count
   */
  public Greetings(Map<String, String> answers) {
    this.answers =
        answers.entrySet().stream()
            .collect(Collectors.toUnmodifiableMap(e -> key(e.getKey()), Map.Entry::getValue));
  }

  /** What to say at once to {@code userText}; empty where a model is to answer alone. */
  public Optional<Opening> opening(String userText) {
    String said = key(userText);
    String answer = answers.get(said);
    if (answer != null) {
      return Optional.of(new Opening(answer, true));
    }
    if (KOREAN.matcher(userText).find()) {
      boolean alone =
          KOREAN.matcher(userText).replaceAll("").chars().noneMatch(Character::isLetter);
      return Optional.of(new Opening(alone ? "안녕하세요! 무엇을 도와드릴까요?" : "안녕하세요!", alone));
    }
    if (ENGLISH.matcher(userText).find()) {
      boolean alone =
          ENGLISH.matcher(userText).replaceAll("").chars().noneMatch(Character::isLetter);
      return Optional.of(new Opening(alone ? "Hello! How can I help you?" : "Hello!", alone));
    }
    return Optional.empty();
  }

  /** Every text that {@link #opening} may give, to be synthesised ahead. */
  public List<String> texts() {
    return Stream.concat(
            answers.values().stream(),
            Stream.of("안녕하세요! 무엇을 도와드릴까요?", "안녕하세요!", "Hello! How can I help you?", "Hello!"))
        .distinct()
        .toList();
  }

  private static Pattern wholeWord(String words) {
    return Pattern.compile(
        "(?<![\\p{L}\\p{N}])(?:" + words + ")(?![\\p{L}\\p{N}])",
        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  private static String key(String text) {
    return NOT_SPOKEN.matcher(text).replaceAll("").toLowerCase(Locale.ROOT);
  }
}
