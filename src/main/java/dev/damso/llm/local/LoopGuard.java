package dev.damso.llm.local;

/**
 * Sees when a small model says the same over and over. (A repetition penalty would keep it from
 * that, and from spelling words of the question as they are spelt.) One owner thread.
 */
final class LoopGuard {
  /** How often in a row. */
  private static final int TIMES = 4;

  /** Characters of what is repeated. */
  private static final int SHORTEST = 2;

  private static final int LONGEST = 40;

  private final StringBuilder said = new StringBuilder();

  /** Whether the text ends in a loop, now that {@code piece} has come. */
  boolean isIn(String piece) {
    said.append(piece);
    if (said.length() > TIMES * LONGEST) {
      said.delete(0, said.length() - TIMES * LONGEST);
    }
    for (int length = SHORTEST; length * TIMES <= said.length(); length++) {
      if (repeats(length)) {
        return true;
      }
    }
    return false;
  }

  private boolean repeats(int length) {
    int end = said.length();
    for (int i = end - 1; i >= end - length * (TIMES - 1); i--) {
      if (said.charAt(i) != said.charAt(i - length)) {
        return false;
      }
    }
    return said.substring(end - length).codePoints().anyMatch(Character::isLetter);
  }
}
