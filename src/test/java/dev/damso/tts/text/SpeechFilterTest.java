package dev.damso.tts.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SpeechFilterTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "**정말** 좋아요! 😊 | 정말 좋아요!",
        "# 제목 | 제목",
        "- 첫째 | 첫째",
        "자세한 것은 [여기](https://a.b) 보세요. | 자세한 것은 여기 보세요.",
        "https://example.com/a?b=c 참고 | 참고",
        "*웃으며* 안녕하세요 | 안녕하세요",
        "(잠시 생각한다) 네. | 네.",
        "`code` 라고 해요 | code 라고 해요",
        "3 * 4 = 12 | 3 4 = 12",
        "그냥 문장입니다. | 그냥 문장입니다.",
      })
  void keepsWhatIsSpoken(String text, String expected) {
    assertThat(SpeechFilter.apply(text)).isEqualTo(expected);
  }

  @Test
  void nothingSpeakableIsEmpty() {
    assertThat(SpeechFilter.apply("😊 … !")).isEmpty();
    assertThat(SpeechFilter.apply("```\nint x = 1;\n```")).isEmpty();
  }

  @Test
  void longTextIsNoTrouble() {
    assertThat(SpeechFilter.apply("(".repeat(20_000) + "가")).contains("가");
  }

  @ParameterizedTest
  @CsvSource({"안녕, ko", "hello, en", "AI 아바타 3대, ko", "123, xx", "Kubernetes 배포, en"})
  void tellsTheLanguage(String text, String language) {
    assertThat(Languages.of(text, "xx")).isEqualTo(language);
  }
}
