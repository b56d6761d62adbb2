package dev.damso.tts.text;

import java.util.regex.Pattern;

/** Drops what is written but not spoken: markdown, links, emoji, stage directions. */
public final class SpeechFilter {
  private record Rule(Pattern pattern, String replacement) {}

  private static final Rule[] RULES = {
    rule("(?s)```.*?(```|$)", " "),
    rule("`([^`]*)`", "$1"),
    // [text](address) keeps the text; an address alone is dropped.
    rule("!?\\[([^\\]\\n]{0,200})\\]\\([^)\\n]{0,500}\\)", "$1"),
    rule("(?i)\\b(?:https?://|www\\.)\\S+", " "),
    // Stage directions: *smiles*, (laughs). Square brackets are text: EmotionTags took the tags.
    rule("(?<!\\*)\\*(?![\\s*])[^*\\n]{1,60}\\*(?!\\*)", " "),
    rule("[(（][^()\\[\\]（）\\n]{0,60}[)）]", " "),
    rule("\\*\\*|__|~~", ""),
    rule("(?m)^\\s{0,3}(?:#{1,6}|[-*+•·>]|\\d{1,2}[.)](?=\\s))\\s+", ""),
    rule("[*_#`|<>{}\\[\\]\\\\^]", " "),
    rule("[\\p{So}\\p{Cs}\\p{Sk}\\x{FE0F}\\x{200D}\\x{1F3FB}-\\x{1F3FF}\\x{20E3}]", ""),
    rule("\\s+", " "),
  };

  private SpeechFilter() {}

  private static Rule rule(String pattern, String replacement) {
    return new Rule(Pattern.compile(pattern), replacement);
  }

  /** What of {@code text} can be spoken; empty where nothing can. */
  public static String apply(String text) {
    String out = text;
    for (Rule rule : RULES) {
      out = rule.pattern().matcher(out).replaceAll(rule.replacement());
    }
    out = out.strip();
    return out.codePoints().anyMatch(Character::isLetterOrDigit) ? out : "";
  }
}
