package dev.damso.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.llm.Greetings.Opening;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GreetingsTest {
  private final Greetings greetings = FakeGreetings.GREETINGS;

  @ParameterizedTest
  @ValueSource(strings = {"안녕", "안녕하세요.", " 하이!", "Hello", "hi", "\"안녕\""})
  void aGreetingAloneIsAnsweredWhole(String said) {
    assertThat(greetings.opening(said)).hasValueSatisfying(o -> assertThat(o.complete()).isTrue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "this is it",
        "하이라이트 보여 줘",
        "학생 할인 있나요?",
        "안녕히 계세요",
        "영어로 hello 는 무슨 뜻이에요?",
        "history",
        "",
        "😊"
      })
  void anythingElseIsNone(String said) {
    assertThat(greetings.opening(said)).isEmpty();
  }

  @Test
  void aGreetingBeforeAQuestionOnlyOpens() {
    assertThat(greetings.opening("안녕하세요, 학생 할인 있나요?")).contains(new Opening("안녕하세요!", false));
    assertThat(greetings.opening("Hi, when do you open?")).contains(new Opening("Hello!", false));
  }

  @Test
  void knownQuestionsHaveTheirAnswers() {
    assertThat(greetings.opening("고마워!")).contains(new Opening("천만에요!", true));
    assertThat(greetings.opening("고마워요 ")).contains(new Opening("천만에요!", true));
    assertThat(greetings.texts()).contains("천만에요!", "안녕하세요!", "Hello! How can I help you?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "안녕하세요! 네, 있어요. | 네, 있어요.",
        "안녕하세요, 반가워요. | 반가워요.",
        "Hello! Yes, we do. | Yes, we do.",
        "네, 있어요. | 네, 있어요.",
        "안녕히 주무세요. | 안녕히 주무세요.",
        "History is long. | History is long.",
        "안녕하세요! | ''",
        "안녕 | ''",
        "12시까지예요. | 12시까지예요.",
        "네, 안녕하세요! 학생 할인 있어요. | 네, 학생 할인 있어요.",
        "안녕하세요! 네, 안녕하세요~ 있어요. | 네, 있어요.",
        "네! 안녕하세요, 민수 님. 있어요. | 네! 민수 님. 있어요.",
        "Hi there! Yes, hello! We do. | Yes, We do.",
        "하이라이트는 삼 층에 있어요. | 하이라이트는 삼 층에 있어요.",
        "네, 하이킹은 토요일에 가요. | 네, 하이킹은 토요일에 가요.",
        "Hello is how people greet in English. | Hello is how people greet in English.",
        "'안녕하세요'라고 하면 돼요. | '안녕하세요'라고 하면 돼요.",
        "네, 아침에는 '안녕하세요', 밤에는 '안녕히 주무세요'라고 해요. | 네, 아침에는 '안녕하세요', 밤에는 '안녕히 주무세요'라고 해요.",
      })
  void aGreetingIsNotSaidTwice(String written, String passed) {
    RepeatFilter whole = greetings.repeatFilter();
    assertThat(whole.feed(written) + whole.flush()).isEqualTo(passed);
    RepeatFilter pieces = greetings.repeatFilter();
    StringBuilder out = new StringBuilder();
    written.codePoints().forEach(c -> out.append(pieces.feed(Character.toString(c))));
    assertThat(out.append(pieces.flush()).toString()).isEqualTo(passed);
  }

  @Test
  void onlyWhatMayBeAGreetingIsHeldBack() {
    RepeatFilter filter = greetings.repeatFilter();
    assertThat(filter.feed("네")).isEqualTo("네");
    assertThat(greetings.repeatFilter().feed("안")).isEmpty();
  }
}
