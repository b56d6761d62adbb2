package dev.damso.bench.fixed;

import java.util.List;

/**
 * Providers that take what the reference design's take and cost no processor time, so that what
 * remains of a turn is Damso's own. {@code bench/peers} has the same for others.
 */
public final class FixedProviders {
  /** From the request to the text. */
  public static final int STT_MS = 120;

  /** From the request to the first token. */
  public static final int LLM_MS = 180;

  /** Between two tokens: 40 a second. */
  public static final int TOKEN_MS = 25;

  /** From a clause to its first sound. */
  public static final int TTS_MS = 80;

  /** What is answered, token by token. The first sentence is whole with its second token. */
  static final List<String> ANSWER =
      List.of(
          "Sure",
          ".",
          " The",
          " museum",
          " opens",
          " at",
          " nine",
          " in",
          " the",
          " morning",
          " and",
          " closes",
          " at",
          " six",
          " in",
          " the",
          " evening",
          ".",
          " Tickets",
          " are",
          " sold",
          " at",
          " the",
          " gate",
          " and",
          " children",
          " come",
          " in",
          " for",
          " free",
          ".");

  /** The least that these take from the request for the text to the first sound. */
  public static final int TOTAL_MS = STT_MS + LLM_MS + TOKEN_MS + TTS_MS;

  private FixedProviders() {}
}
