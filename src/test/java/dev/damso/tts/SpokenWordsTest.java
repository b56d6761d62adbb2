package dev.damso.tts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SpokenWordsTest {
  @Test
  void aWordIsSpokenOnceItHasBegun() {
    SpokenWords words = new SpokenWords("하나 둘셋 넷");
    assertThat(words.until(0)).isEqualTo("하나");
    assertThat(words.until(0.1)).isEmpty();
    assertThat(words.until(0.5)).isEqualTo("둘셋");
    assertThat(words.until(1)).isEqualTo("넷");
    assertThat(words.until(1)).isEmpty();
  }

  @Test
  void oneWordComesAtOnce() {
    SpokenWords words = new SpokenWords(" 안녕하세요, ");
    assertThat(words.until(0.3)).isEqualTo("안녕하세요,");
    assertThat(words.until(2)).isEmpty();
  }
}
