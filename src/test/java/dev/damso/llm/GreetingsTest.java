package dev.damso.llm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GreetingsTest {
  private final Greetings greetings = new Greetings(Greetings.DEFAULT_ANSWERS);

  @ParameterizedTest
  @ValueSource(strings = {"안녕", "안녕하세요.", "하이!", "Hello", "hi"})
  void aGreetingAloneIsAnsweredWhole(String said) {
    assertThat(greetings.opening(said)).hasValueSatisfying(o -> assertThat(o.complete()).isTrue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"this is it", "하이라이트 보여 줘", "학생 할인 있나요?", ""})
  void partsOfWordsAreNoGreeting(String said) {
    assertThat(greetings.opening(said)).isEmpty();
  }

  @Test
  void aGreetingBeforeAQuestionOnlyOpens() {
    assertThat(greetings.opening("안녕하세요, 학생 할인 있나요?"))
        .contains(new Greetings.Opening("안녕하세요!", false));
  }
}
