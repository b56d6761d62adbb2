package dev.damso.turn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BackchannelsTest {
  @ParameterizedTest
  @ValueSource(strings = {"네", "네, 네.", "아… 그렇구나!", "Uh huh", "I see."})
  void wordsOfAssent(String text) {
    assertThat(Backchannels.matches(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "?!", "아니요", "네 그런데요", "잠깐만", "okay stop"})
  void otherWords(String text) {
    assertThat(Backchannels.matches(text)).isFalse();
  }
}
