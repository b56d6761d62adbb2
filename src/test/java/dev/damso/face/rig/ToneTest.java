package dev.damso.face.rig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.media.Emotion;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ToneTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "죄송해요, 그건 제가 몰라요.|WORRIED",
        "많이 힘드셨겠어요.|WORRIED",
        "축하드려요!|SMILE",
        "글쎄요, 잘 모르겠어요.|THINKING",
        "Sorry, I do not know that.|WORRIED",
        "Wow! That is fast.|SURPRISED",
        "That sounds great.|SMILE"
      })
  void wordsTellTheFace(String text, Emotion emotion) {
    assertThat(Tone.of(text)).contains(emotion);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"남한에서 가장 높은 산은 한라산이에요.", "The weather is warm.", "It is greater than ten.", ""})
  void plainWordsDoNot(String text) {
    assertThat(Tone.of(text)).isEmpty();
  }
}
