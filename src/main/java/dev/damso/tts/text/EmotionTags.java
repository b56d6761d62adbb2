package dev.damso.tts.text;

import dev.damso.media.Emotion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns emotion tags in a stream of text, {@code [smile]}, into marks of one character that travel
 * with the text until it is spoken, wherever the stream's pieces are cut. A tag is one English word
 * in square brackets, or a known Korean one; unknown ones are dropped, other bracketed text stays.
 * One owner thread.
 */
public final class EmotionTags {
  /** Marks are characters of the private use area: this one and the next few. */
  private static final char FIRST_MARK = '\uE0E0';

  private static final char LAST_MARK = '\uE0EF';

  /** Longest tag, with brackets. */
  private static final int LONGEST = 24;

  private static final Pattern TAG = Pattern.compile("\\[\\s*([A-Za-z]+(?:[_-][A-Za-z]+)?)\\s*]");

  private static final Pattern WORD = Pattern.compile("\\[\\s*([A-Za-z]+|[가-힣]+)\\s*]");

  /** What may become one, or turn out to be a link, which goes on with {@code (}. */
  private static final Pattern BEGUN = Pattern.compile("\\[\\s*(?:[A-Za-z_-]*|[가-힣]*)\\s*]?");

  private static final String ENDS = ".!?…。！？";

  /** By the distance of their marks from the first. */
  private static final List<Emotion> MARKED = List.of(Emotion.values());

  private static final Map<String, Emotion> NAMES = names();

  private final StringBuilder held = new StringBuilder();
  private char last = ' ';

  /** A mark's place: before the character {@code at} of the text without marks. */
  public record Mark(int at, Emotion emotion) {}

  /** A text and what the face shows while it is said. */
  public record Marked(String text, List<Mark> marks) {}

  private static Map<String, Emotion> names() {
    Map<String, Emotion> names = new HashMap<>();
    put(names, Emotion.NEUTRAL, "neutral calm relaxed 보통");
    put(names, Emotion.SMILE, "smile smiling smiles happy joy joyful warm friendly glad 미소 기쁨 행복");
    put(names, Emotion.LAUGH, "laugh laughs laughing laughter giggle excited 웃음 웃으며 신남");
    put(names, Emotion.SAD, "sad sadness sorry sigh 슬픔 미안");
    put(names, Emotion.WORRIED, "worried concerned concern sympathetic empathetic caring 걱정 공감");
    put(names, Emotion.SURPRISED, "surprised surprise wow amazed shocked 놀람 놀라며");
    put(names, Emotion.THINKING, "thinking think thoughtful curious hmm ponder 생각 고민");
    put(names, Emotion.SERIOUS, "serious firm angry stern 진지");
    return Map.copyOf(names);
  }

  private static void put(Map<String, Emotion> names, Emotion emotion, String words) {
    for (String word : words.split(" ")) {
      names.put(word, emotion);
    }
  }

  /** What of the stream can pass now; what may become a tag is held back. */
  public String feed(String delta) {
    held.append(delta);
    return drain(false);
  }

  /** What is left at the end of the stream. */
  public String flush() {
    return drain(true);
  }

  private String drain(boolean atEnd) {
    StringBuilder out = new StringBuilder();
    int from = 0;
    for (int open = held.indexOf("["); open >= 0; open = held.indexOf("[", from)) {
      pass(out, held.substring(from, open));
      from = open;
      String rest = held.substring(open, Math.min(held.length(), open + LONGEST));
      if (!atEnd && BEGUN.matcher(rest).matches() && rest.length() < LONGEST) {
        break;
      }
      String tag = rest.substring(0, rest.indexOf(']') + 1);
      boolean link = held.length() > open + tag.length() && held.charAt(open + tag.length()) == '(';
      if (isTag(tag) && !link) {
        mark(out, tag);
        from += tag.length();
      } else {
        pass(out, "[");
        from++;
      }
    }
    if (held.indexOf("[", from) < 0) {
      pass(out, held.substring(from));
      from = held.length();
    }
    held.delete(0, from);
    return out.toString();
  }

  private void pass(StringBuilder out, String text) {
    if (!text.isEmpty()) {
      out.append(text);
      last = text.charAt(text.length() - 1);
    }
  }

  private void mark(StringBuilder out, String tag) {
    if (ENDS.indexOf(last) >= 0) {
      pass(out, " "); // lest the mark hides that a sentence ends
    }
    emotion(tag).ifPresent(emotion -> out.append((char) (FIRST_MARK + MARKED.indexOf(emotion))));
  }

  private static boolean isTag(String text) {
    return TAG.matcher(text).matches() || emotion(text).isPresent();
  }

  private static Optional<Emotion> emotion(String tag) {
    Matcher word = WORD.matcher(tag);
    return word.matches()
        ? Optional.ofNullable(NAMES.get(word.group(1).toLowerCase(Locale.ROOT)))
        : Optional.empty();
  }

  /** A whole text without its tags. */
  public static String strip(String text) {
    EmotionTags tags = new EmotionTags();
    String passed = tags.feed(text);
    return take(passed + tags.flush()).text();
  }

  /** Only the marks of a piece of {@link #feed}'s text. */
  public static String marks(String marked) {
    return marked.replaceAll("[^" + FIRST_MARK + "-" + LAST_MARK + "]", "");
  }

  /** A piece of {@link #feed}'s text, taken apart. */
  public static Marked take(String marked) {
    StringBuilder text = new StringBuilder();
    List<Mark> marks = new ArrayList<>();
    for (int i = 0; i < marked.length(); i++) {
      int emotion = marked.charAt(i) - FIRST_MARK;
      if (emotion >= 0 && emotion < MARKED.size()) {
        marks.add(new Mark(text.length(), MARKED.get(emotion)));
      } else if (!spaceTooMany(text, marked.charAt(i))) {
        text.append(marked.charAt(i));
      }
    }
    return new Marked(text.toString().strip(), List.copyOf(marks));
  }

  /** Where a tag stood between two spaces, or before a full stop, one space goes. */
  private static boolean spaceTooMany(StringBuilder text, char next) {
    boolean behindSpace = text.isEmpty() || text.charAt(text.length() - 1) == ' ';
    if (behindSpace && !text.isEmpty() && (ENDS + ",").indexOf(next) >= 0) {
      text.setLength(text.length() - 1);
    }
    return next == ' ' && behindSpace;
  }
}
