package dev.damso.tts;

import dev.damso.media.SpeechChunk;

/**
 * How long a reply is silent between its clauses, by the mark that each ends with. What the voice
 * leaves silent itself, behind a clause and before the next, counts. One owner thread.
 */
public final class Pauses {
  /** Samples below this are silence: −50 dBFS. */
  private static final int QUIET = 104;

  private static final int COMMA_MS = 200;
  private static final int COLON_MS = 280;
  private static final int SENTENCE_MS = 400;
  private static final int QUESTION_MS = 460;
  private static final int ELLIPSIS_MS = 520;
  private static final int PARAGRAPH_MS = 700;

  private String said = "";

  /** Milliseconds of silence that are due before the next sound, and samples that there are. */
  private int dueMs;

  private int silent;

  /**
   * The silence that a text asks for behind itself, in milliseconds; 0 where it ends in the midst
   * of a sentence.
   *
   * @param paragraph whether a line ends with it
   */
  public static int after(String text, boolean paragraph) {
    if (paragraph) {
      return PARAGRAPH_MS;
    }
    int end = text.length();
    while (end > 0 && isWrapping(text.charAt(end - 1))) {
      end--;
    }
    String bare = text.substring(0, end);
    if (bare.endsWith("…") || bare.endsWith("..")) {
      return ELLIPSIS_MS;
    }
    return switch (bare.isEmpty() ? ' ' : bare.charAt(end - 1)) {
      case ',', '、', '，' -> COMMA_MS;
      case ';', '；', ':', '：' -> COLON_MS;
      case '.', '。', '!', '！' -> SENTENCE_MS;
      case '?', '？' -> QUESTION_MS;
      default -> 0;
    };
  }

  private static boolean isWrapping(char c) {
    return Character.isWhitespace(c) || "\"'”’)]）」』》".indexOf(c) >= 0;
  }

  /**
   * A clause begins.
   *
   * @param paragraph whether a line ended before it
   */
  public void begin(String clause, boolean paragraph) {
    if (!said.isEmpty()) {
      // A clause without a sound leaves what was due.
      dueMs = Math.max(dueMs, after(said, paragraph));
    }
    said = clause;
  }

  /** The chunk that sounds next, with the pause before it. */
  public SpeechChunk place(SpeechChunk chunk) {
    short[] pcm = chunk.pcm();
    int lead = 0;
    while (lead < pcm.length && Math.abs(pcm[lead]) < QUIET) {
      lead++;
    }
    int due = dueMs * (SpeechChunk.SAMPLE_RATE / 1000);
    int pause = Math.max(0, due - silent - lead);
    if (lead == pcm.length) {
      silent += lead;
      return chunk;
    }
    dueMs = 0;
    silent = 0;
    while (Math.abs(pcm[pcm.length - 1 - silent]) < QUIET) {
      silent++;
    }
    return due == 0 ? chunk : chunk.withPause(pause);
  }
}
