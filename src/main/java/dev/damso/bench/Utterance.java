package dev.damso.bench;

/**
 * Something a caller says, room noise before and after it.
 *
 * @param synthetic whether a synthesiser said it
 * @param pcm mono, 48 kHz
 * @param startMs where its speech begins
 * @param endMs where its last speech ends
 */
public record Utterance(
    String name, String language, boolean synthetic, short[] pcm, double startMs, double endMs) {
  /** Samples a second. */
  public static final int SAMPLE_RATE = 48_000;

  /** The 20 ms from {@code block} on; past the end the last second forwards and backwards. */
  short[] block(int block, int length) {
    short[] out = new short[length];
    int room = Math.min(SAMPLE_RATE, pcm.length / 2);
    for (int i = 0; i < length; i++) {
      long at = (long) block * length + i;
      if (at >= pcm.length) {
        int turn = (int) ((at - pcm.length) % (2L * room));
        at = turn < room ? pcm.length - 1 - turn : pcm.length - 2L * room + turn;
      }
      out[i] = pcm[(int) at];
    }
    return out;
  }
}
