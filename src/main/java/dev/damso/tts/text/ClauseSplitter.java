package dev.damso.tts.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Cuts a stream of text into pieces to be spoken. The first piece is a short clause, so that sound
 * starts early; later ones are sentences, or, past {@value #LONG} characters, clauses. A mark is a
 * cut only when the character behind it is known, so that 3.5, 1,200, 10:30, addresses and a
 * closing quote stay whole; but the first clause, which is waited for, is cut at once where nothing
 * else can follow its mark. One owner thread.
 */
public final class ClauseSplitter {
  /** Characters from which a sentence is cut at a comma; at a space at thrice as many. */
  private static final int LONG = 30;

  private static final int TOO_LONG = 100;

  /** Characters from which even a word is cut. */
  private static final int ENDLESS = 300;

  private static final String SENTENCE_ENDS = ".!?。！？…\n";
  private static final String CLAUSE_ENDS = ",、，;；:";
  private static final String CLOSERS = "\"'”’)]）」』》";

  /** Pairs in which nothing is cut where the text stalls. */
  private static final List<String> OPEN = List.of("()", "（）", "[]", "**", "``", "\"\"", "“”");

  private static final Set<String> ABBREVIATIONS =
      Set.of("dr", "mr", "mrs", "ms", "st", "prof", "vs", "etc", "e.g", "i.e", "no", "jr", "sr");

  /**
   * Words after which a full stop at the beginning of an answer is one, and not that of an address.
   */
  private static final Set<String> OPENINGS =
      Set.of(
          "yes",
          "no",
          "sure",
          "okay",
          "ok",
          "right",
          "well",
          "sorry",
          "hello",
          "hi",
          "thanks",
          "great",
          "good",
          "certainly",
          "absolutely",
          "understood");

  /** English words that begin a phrase: people may pause before them. */
  private static final Set<String> PHRASES =
      Set.of(
          "and", "as", "at", "because", "but", "by", "for", "from", "if", "in", "on", "so", "that",
          "when", "where", "which", "while", "with");

  /** Words of a first phrase at least. */
  private static final int PHRASE_WORDS = 3;

  private final StringBuilder pending = new StringBuilder();
  private boolean first = true;
  private boolean hurried;
  private boolean lineEnded;

  /**
   * @param paragraph whether a line ended before it; not of the first one
   */
  public record Piece(String text, boolean paragraph) {}

  /**
   * @param delta the next piece of text
   * @return what can be spoken now, in order
   */
  public List<Piece> feed(String delta) {
    pending.append(delta);
    List<Piece> pieces = new ArrayList<>();
    for (int cut = cut(); cut > 0; cut = cut()) {
      take(cut).ifPresent(pieces::add);
    }
    return pieces;
  }

  /**
   * The first clause is late: from now on its first phrase will do.
   *
   * @return what can be spoken now
   */
  public List<Piece> hurry() {
    hurried = true;
    return feed("");
  }

  /** What is left at the end of the text. */
  public Optional<Piece> flush() {
    Optional<Piece> rest = take(pending.length());
    first = true;
    hurried = false;
    lineEnded = false;
    return rest;
  }

  /**
   * What can be spoken where the text does not go on for a while: all whole words, from the first
   * two syllables on, but nothing that may still change how it is read (a number before its unit,
   * an abbreviation, an open bracket).
   */
  public Optional<Piece> stall() {
    for (int end = pending.length(); end > 0; end--) {
      if (isWholeTo(end)) {
        return take(end);
      }
    }
    return Optional.empty();
  }

  private boolean isWholeTo(int end) {
    String text = pending.substring(0, end);
    String words = text.stripTrailing();
    boolean spaced =
        words.length() < text.length()
            || end < pending.length() && Character.isWhitespace(pending.charAt(end));
    if (words.isEmpty() || text.chars().filter(Character::isLetterOrDigit).count() < 2) {
      return false;
    }
    char last = words.charAt(words.length() - 1);
    boolean marked =
        isMark(last) && words.length() > 1 && isHangul(words.charAt(words.length() - 2));
    return (spaced || marked)
        && !Character.isDigit(last)
        && !(last == '.' && abbreviation(words.length() - 1))
        && OPEN.stream().noneMatch(brackets -> isOpen(text, brackets));
  }

  private static boolean isOpen(String text, String brackets) {
    char begin = brackets.charAt(0);
    char end = brackets.charAt(1);
    return begin == end
        ? text.chars().filter(c -> c == begin).count() % 2 == 1
        : text.lastIndexOf(begin) > text.lastIndexOf(end);
  }

  private Optional<Piece> take(int end) {
    String written = pending.substring(0, end);
    pending.delete(0, end);
    String text = written.strip();
    lineEnded |= written.substring(0, written.indexOf(text)).indexOf('\n') >= 0;
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Piece piece = new Piece(text, lineEnded && !first);
    first = false;
    lineEnded = written.endsWith("\n");
    return Optional.of(piece);
  }

  /** Where the first piece ends, or 0 where it is not known yet. */
  private int cut() {
    int spoken = 0;
    for (int i = 0; i < pending.length(); i++) {
      char c = pending.charAt(i);
      spoken += Character.isLetterOrDigit(c) ? 1 : 0;
      boolean sentence = SENTENCE_ENDS.indexOf(c) >= 0 && spoken > 0;
      boolean clause = CLAUSE_ENDS.indexOf(c) >= 0 && (first ? spoken >= 2 : i >= LONG);
      if (sentence || clause) {
        if (c == '\n') {
          return i + 1;
        }
        int end = endOfMarks(i);
        if (end == pending.length()) {
          return first && end == i + 1 && isOver(i) ? end : 0;
        }
        if (ends(i, end)) {
          return end;
        }
        i = end - 1;
      } else if (Character.isWhitespace(c)
          && (i >= TOO_LONG || first && hurried && isBetweenPhrases(i))) {
        return i + 1;
      } else if (i >= ENDLESS && !Character.isHighSurrogate(c)) {
        return i + 1;
      }
    }
    return 0;
  }

  private boolean isBetweenPhrases(int space) {
    String text = pending.substring(0, space).strip();
    String[] words = text.toLowerCase(Locale.ROOT).split("\\s+");
    int next = space + 1;
    while (next < pending.length() && Character.isLetter(pending.charAt(next))) {
      next++;
    }
    return words.length >= PHRASE_WORDS
        && next < pending.length()
        && Character.isWhitespace(pending.charAt(next))
        && PHRASES.contains(pending.substring(space + 1, next))
        && !PHRASES.contains(words[words.length - 1])
        && Character.isLetter(text.charAt(text.length() - 1))
        && OPEN.stream().noneMatch(brackets -> isOpen(text, brackets));
  }

  /** Whether the last character, a mark at {@code i}, ends the first clause whatever follows. */
  private boolean isOver(int i) {
    char before = i == 0 ? ' ' : pending.charAt(i - 1);
    char mark = pending.charAt(i);
    String text = pending.substring(0, i);
    if (!Character.isLetter(before) || OPEN.stream().anyMatch(brackets -> isOpen(text, brackets))) {
      return false;
    }
    return mark == ','
        || ".!?".indexOf(mark) >= 0
            && (isHangul(before) || OPENINGS.contains(text.strip().toLowerCase(Locale.ROOT)));
  }

  /** Behind the mark at {@code i}, those that follow it, and closing quotes. */
  private int endOfMarks(int i) {
    int end = i + 1;
    while (end < pending.length() && isMark(pending.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isMark(char c) {
    return SENTENCE_ENDS.indexOf(c) >= 0 && c != '\n' || CLOSERS.indexOf(c) >= 0;
  }

  /** Whether the marks from {@code i} to {@code end} end a piece. */
  private boolean ends(int i, int end) {
    char mark = pending.charAt(i);
    if (mark > 0x2E80) {
      return true;
    }
    if (!Character.isWhitespace(pending.charAt(end))) {
      // 3.5, 10:30, example.com; but not "네.그래요".
      return mark != ':'
          && mark != ','
          && isHangul(pending.charAt(end))
          && i > 0
          && isHangul(pending.charAt(i - 1));
    }
    return mark != '.' || end > i + 1 || !abbreviation(i);
  }

  private boolean abbreviation(int dot) {
    int start = dot;
    while (start > 0
        && (isAsciiLetter(pending.charAt(start - 1)) || pending.charAt(start - 1) == '.')) {
      start--;
    }
    String word = pending.substring(start, dot).toLowerCase(Locale.ROOT);
    // A single letter before the dot is an initial: J. S. Bach, U.S.
    return ABBREVIATIONS.contains(word) || word.matches("([a-z]\\.)*[a-z]") && !word.equals("i");
  }

  private static boolean isAsciiLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  private static boolean isHangul(char c) {
    return c >= '가' && c <= '힣';
  }
}
