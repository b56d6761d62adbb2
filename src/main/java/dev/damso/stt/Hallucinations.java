package dev.damso.stt;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.Deflater;

/**
 * Tells invented text from heard text. Whisper answers silence and noise with what closes many
 * videos of its training data.
 */
final class Hallucinations {
  private static final double NO_SPEECH = 0.6;
  private static final double UNSURE = -1.0;
  private static final double HALF_SURE = -0.5;

  /** Whisper's own bound: text that compresses better repeats itself. */
  private static final double COMPRESSION = 2.4;

  private static final int MANY_WORDS = 6;

  /** Letters only, as {@link #letters} leaves them. The last resort. */
  private static final Set<String> PHANTOMS =
      Set.of(
          "시청해주셔서감사합니다",
          "구독과좋아요부탁드립니다",
          "한글자막by한효정",
          "자막제공및광고를포함하고있습니다",
          "이시각세계였습니다",
          "뉴스스토리이덕영입니다",
          "mbc뉴스이덕영입니다",
          "mbc뉴스김성현입니다",
          "다음영상에서만나요",
          "thankyouforwatching",
          "thanksforwatching",
          "pleasesubscribe");

  /** What is heard but not said: {@code [BLANK_AUDIO]}, {@code (웃음)}, {@code *sighs*}. */
  private static final Pattern ANNOTATION = Pattern.compile("\\[[^]]*]|\\([^)]*\\)|\\*[^*]*\\*");

  private Hallucinations() {}

  /** Whether what a pass heard was hardly said. */
  static boolean suspect(String text, Hypothesis heard) {
    return suspect(text, heard.noSpeech(), heard.meanLogProbability());
  }

  /**
   * @param noSpeech probability of the no-speech token after the start token
   * @param meanLogProbability of the text's tokens
   */
  static boolean suspect(String text, double noSpeech, double meanLogProbability) {
    return noSpeech > NO_SPEECH && meanLogProbability < UNSURE
        || meanLogProbability < 2 * UNSURE
        || meanLogProbability < HALF_SURE && PHANTOMS.contains(letters(text))
        || letters(ANNOTATION.matcher(text).replaceAll("")).isEmpty()
        || compression(text) > COMPRESSION
        || repeats(text);
  }

  /** Six words or more, each said three times on average: too short for compression to tell. */
  private static boolean repeats(String text) {
    List<String> words = List.of(text.strip().split("\\s+"));
    return words.size() >= MANY_WORDS && Set.copyOf(words).size() * 3 <= words.size();
  }

  private static String letters(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }

  /** Bytes of UTF-8 for each byte of zlib's. */
  private static double compression(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Deflater deflater = new Deflater();
    try {
      deflater.setInput(bytes);
      deflater.finish();
      int compressed = deflater.deflate(new byte[bytes.length + 64]);
      return bytes.length / (double) compressed;
    } finally {
      deflater.end();
    }
  }
}
