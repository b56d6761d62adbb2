package dev.damso.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.media.Emotion;
import dev.damso.media.EmotionCue;
import dev.damso.media.ReplyId;
import dev.damso.media.SpeechChunk;
import dev.damso.tts.text.EmotionTags.Mark;
import dev.damso.tts.text.EmotionTags.Marked;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EmotionTimingTest {
  private static SpeechChunk chunk(String text, int ms) {
    return new SpeechChunk(new ReplyId(1), new short[ms * 48], text, "ko", List.of());
  }

  @Test
  void anEmotionBeginsInTheChunkAndAtTheShareWhereItStands() {
    Marked clause =
        new Marked(
            "abcd efgh ijkl", List.of(new Mark(0, Emotion.SMILE), new Mark(12, Emotion.SAD)));
    EmotionTiming timing = new EmotionTiming(clause);
    assertThat(timing.place(chunk("abcd", 400)).emotions())
        .containsExactly(new EmotionCue(Emotion.SMILE, 0));
    assertThat(timing.place(chunk("efgh", 400)).emotions()).isEmpty();
    assertThat(timing.place(chunk("ijkl", 500)).emotions())
        .singleElement()
        .satisfies(cue -> {
          assertThat(cue.emotion()).isEqualTo(Emotion.SAD);
          assertThat(cue.atMs()).isBetween(200.0, 350.0);
        });
  }

  @Test
  void aTagAtTheEndOfAClauseHasNothingToShow() {
    EmotionTiming timing = new EmotionTiming(new Marked("네", List.of(new Mark(1, Emotion.SAD))));
    assertThat(timing.place(chunk("네", 300)).emotions()).isEmpty();
  }
}
