package dev.damso.stt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HallucinationsTest {
  @ParameterizedTest
  @CsvSource({
    "안녕하세요, 0.1, -0.2, false",
    "안녕하세요, 0.9, -0.2, false", // sure of the words
    "안녕하세요, 0.9, -1.5, true",
    "안녕하세요, 0.1, -2.5, true",
    "시청해주셔서 감사합니다., 0.1, -0.6, true",
    "시청해주셔서 감사합니다., 0.1, -0.1, false", // clearly said
    "[BLANK_AUDIO], 0.1, -0.1, true",
    "(웃음), 0.1, -0.1, true",
    "*sighs*, 0.1, -0.1, true",
    "네 (웃음), 0.1, -0.1, false",
    "..., 0.1, -0.1, true",
    "이곳은 이곳은 이곳은 이곳이 이곳은 이곳은, 0.1, -0.4, true",
    "네 네 네 네 네 알겠어요, 0.1, -0.4, true",
    "네 네 네 알겠어요, 0.1, -0.4, false",
  })
  void tellsInventedFromHeard(String text, double noSpeech, double mean, boolean suspect) {
    assertThat(Hallucinations.suspect(text, noSpeech, mean)).isEqualTo(suspect);
  }
}
