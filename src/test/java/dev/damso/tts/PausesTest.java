package dev.damso.tts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.media.ReplyId;
import dev.damso.media.SpeechChunk;
import dev.damso.playout.Playout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PausesTest {
  private static final ReplyId REPLY = new ReplyId(1);

  private static final short TONE = 8_000;

  private final Pauses pauses = new Pauses();
  private final Playout playout = new Playout();

  /** A tone between two silences, in milliseconds. */
  private static SpeechChunk chunk(int lead, int tone, int tail) {
    short[] pcm = new short[(lead + tone + tail) * 48];
    Arrays.fill(pcm, lead * 48, (lead + tone) * 48, TONE);
    return new SpeechChunk(REPLY, pcm, "", "ko", List.of());
  }

  /** The next blocks until {@code ms} have passed, or all is said. */
  private List<Short> play(int ms) {
    List<Short> samples = new ArrayList<>();
    for (int at = 0; at < ms; at += 20) {
      for (short sample : playout.next().audio().pcm()) {
        samples.add(sample);
      }
    }
    return samples;
  }

  /**
   * Samples of silence between two clauses, as played.
   *
   * @param lateMs how long after the first one's beginning the second is there
   */
  private int between(String clause, boolean paragraph, int tail, int lead, int lateMs) {
    playout.begin(REPLY);
    pauses.begin(clause, false);
    assertThat(playout.enqueue(pauses.place(chunk(0, 40, tail)))).contains(playout.now());
    pauses.begin("그래요.", paragraph);
    SpeechChunk next = pauses.place(chunk(lead, 40, 0));
    List<Short> samples = new ArrayList<>(play(lateMs));
    playout.enqueue(next);
    samples.addAll(play(2000));
    return (int)
        samples.subList(samples.indexOf(TONE), samples.lastIndexOf(TONE)).stream()
            .filter(sample -> sample == 0)
            .count();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "네, | false | 200",
        "다음과 같아요: | false | 280",
        "맑아요. | false | 400",
        "맑아요! | false | 400",
        "\"맑아요.\" | false | 400",
        "何ですか。 | false | 400",
        "정말요? | false | 460",
        "정말요?! | false | 400",
        "글쎄요… | false | 520",
        "Well... | false | 520",
        "제목 | true | 700",
        "맑아요. | true | 700",
        "오늘 날씨는 | false | 0",
        "'' | false | 0",
        "\"\" | false | 0",
      })
  void theMarkTellsThePause(String clause, boolean paragraph, int ms) {
    assertThat(Pauses.after(clause, paragraph)).isEqualTo(ms);
  }

  @ParameterizedTest
  @CsvSource({
    // Silent by the voice behind and before, and as played.
    "'네,', false, 0, 0, 200",
    "'네,', false, 110, 30, 200",
    "맑아요., false, 110, 30, 400",
    "맑아요?, false, 110, 30, 460",
    "맑아요., true, 110, 30, 700",
    "맑아요., false, 300, 200, 500",
    "오늘 날씨는, false, 110, 30, 140",
  })
  void silenceBetweenTwoClausesAsPlayed(
      String clause, boolean paragraph, int tail, int lead, int ms) {
    assertThat(between(clause, paragraph, tail, lead, 0)).isEqualTo(ms * 48);
  }

  @ParameterizedTest
  @CsvSource({
    // 40 ms of sound, then silence until the next clause is there, then what is left of its pause.
    "200, 400",
    "440, 400",
    "500, 460",
    "900, 860",
  })
  void aLateClauseDoesNotWaitForItsPause(int lateMs, int ms) {
    assertThat(between("맑아요.", false, 0, 0, lateMs)).isEqualTo(ms * 48);
  }

  @Test
  void theFirstSoundAndThePiecesOfAClauseWaitForNothing() {
    pauses.begin("맑아요.", false);
    assertThat(pauses.place(chunk(30, 40, 0)).pause()).isZero();
    assertThat(pauses.place(chunk(0, 40, 110)).pause()).isZero();
    pauses.begin("그래요.", false);
    assertThat(pauses.place(chunk(30, 40, 0)).pause()).isEqualTo((400 - 140) * 48);
    assertThat(pauses.place(chunk(0, 40, 0)).pause()).isZero();
  }

  @Test
  void aClauseWithoutASoundLeavesThePauseDue() {
    pauses.begin("맑아요.", false);
    pauses.place(chunk(0, 40, 0));
    pauses.begin("♪,", false);
    pauses.begin("그래요.", false);
    assertThat(pauses.place(chunk(0, 40, 0)).pause()).isEqualTo(400 * 48);
  }
}
