package dev.damso.tts.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.media.Emotion;
import dev.damso.tts.text.EmotionTags.Mark;
import dev.damso.tts.text.EmotionTags.Marked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EmotionTagsTest {
  private static String whole(String text) {
    EmotionTags tags = new EmotionTags();
    String passed = tags.feed(text);
    return passed + tags.flush();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '$',
      value = {
        "[smile] 안녕하세요! | 안녕하세요!",
        "네. [sad]그건 어려워요. | 네. 그건 어려워요.",
        "네.[Surprised] 정말요? | 네. 정말요?",
        "[미소] 반가워요 | 반가워요",
        "잘됐어요 [happy]! | 잘됐어요!",
        "[dancing_wildly] 좋아요 | 좋아요",
        "[중요] 내일은 쉽니다 | [중요] 내일은 쉽니다",
        "배열 [1, 2]와 a[0] | 배열 [1, 2]와 a[0]",
        "see [the manual, page 3] | see [the manual, page 3]",
        "[here](https://a.b) | [here](https://a.b)",
        "끝나지 않는 [smi | 끝나지 않는 [smi",
        "[[smile]] 네 | [] 네",
        "[] [ ] [ | [] [ ] [",
      })
  void tagsAreDroppedAndOtherTextStaysWhereverThePiecesAreCut(String text, String spoken) {
    assertThat(EmotionTags.take(whole(text)).text()).isEqualTo(spoken);
    EmotionTags pieces = new EmotionTags();
    StringBuilder out = new StringBuilder();
    text.chars().forEach(c -> out.append(pieces.feed(String.valueOf((char) c))));
    assertThat(EmotionTags.take(out.append(pieces.flush()).toString()).text()).isEqualTo(spoken);
    assertThat(EmotionTags.strip(text)).isEqualTo(spoken);
  }

  @Test
  void marksStandWhereTheirTagsStood() {
    Marked marked = EmotionTags.take(whole("[smile] 네, 그래요. [thinking] 글쎄요"));
    assertThat(marked.text()).isEqualTo("네, 그래요. 글쎄요");
    assertThat(marked.marks())
        .containsExactly(
            new Mark(0, Emotion.SMILE), new Mark("네, 그래요. ".length(), Emotion.THINKING));
  }

  @Test
  void onlyWhatMayBecomeATagIsHeldBack() {
    EmotionTags tags = new EmotionTags();
    assertThat(tags.feed("네 [sm")).isEqualTo("네 ");
    assertThat(tags.feed("all talk, ")).isEqualTo("[small talk, ");
    assertThat(tags.feed("[1")).isEqualTo("[1");
    assertThat(tags.feed("[" + "a".repeat(40))).hasSize(41);
  }

  @Test
  void aTagDoesNotHideThatASentenceEnds() {
    assertThat(new ClauseSplitter().feed(whole("네, 그래요![smile] 좋아요. ") + " "))
        .hasSize(2)
        .first()
        .isEqualTo(new ClauseSplitter.Piece("네, 그래요!", false));
  }

  @Test
  void marksPassTheSpeechFilter() {
    Marked marked = EmotionTags.take(SpeechFilter.apply(whole("좋아요 [laugh] **하하** 😊")));
    assertThat(marked.text()).isEqualTo("좋아요 하하");
    assertThat(marked.marks()).containsExactly(new Mark("좋아요 ".length(), Emotion.LAUGH));
  }
}
