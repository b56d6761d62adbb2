package dev.damso.turn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WordCueTest {
  @ParameterizedTest
  @CsvSource({
    "네, ko, 0, ANSWER",
    "'네 네 네 네', ko, 0, ANSWER", // heard again and again
    "'네, 맞아요.', ko, -0.3, ANSWER",
    "아니요., ko, -0.8, ANSWER",
    "네, ko, -1.2, OPEN", // guessed
    "'네 그래요 내일', ko, 0, OPEN",
    "네 회의는, ko, 0, OPEN",
    "Yes., en, 0, ANSWER",
    "내일 날씨 알려 주세요, ko, -0.3, FINAL",
    "몇 시까지 하나요?, ko, -1.1, FINAL",
    "몇 시까지 하나요?, ko, -1.2, OPEN", // guessed
    "제가 어제 병원에 갔는데, ko, 0, OPEN",
    "주말에는, ko, 0, OPEN",
    "음…, ko, 0, OPEN",
    "convert convert, ko, 0, OPEN", // no Korean
    "'', ko, 0, OPEN",
    "what time is it, en, 0, NEUTRAL",
    "I would like to, en, 0, OPEN",
    "안녕하세요, en, 0, FINAL", // the language was taken for another
  })
  void theLastWordsTell(String text, String language, double confidence, WordCue cue) {
    assertThat(WordCue.of(new Words(text, language, confidence))).isEqualTo(cue);
  }
}
