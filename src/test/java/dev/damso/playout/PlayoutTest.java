package dev.damso.playout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.media.MediaTime;
import dev.damso.media.ReplyId;
import dev.damso.media.SpeechChunk;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PlayoutTest {
  private static final ReplyId FIRST = new ReplyId(1);
  private static final ReplyId SECOND = new ReplyId(2);

  private final Playout playout = new Playout();

  private static SpeechChunk chunk(ReplyId reply, String text, int millis) {
    short[] pcm = new short[millis * 48];
    Arrays.fill(pcm, (short) 10_000);
    return new SpeechChunk(reply, pcm, text, "ko", List.of());
  }

  private Playout.Block play(int millis) {
    Playout.Block block = playout.next();
    for (int at = 20; at < millis; at += 20) {
      block = playout.next();
    }
    return block;
  }

  @Test
  void silenceFlowsAndTheClockRunsWithNothingToSay() {
    Playout.Block block = play(40);
    assertThat(block.speech()).isFalse();
    assertThat(block.audio().pcm()).containsOnly(0);
    assertThat(playout.now()).isEqualTo(MediaTime.ofSamples(1920, 48_000));
  }

  @Test
  void chunksFollowEachOtherWithoutAGap() {
    playout.begin(FIRST);
    assertThat(playout.enqueue(chunk(FIRST, "네,", 30))).contains(MediaTime.ofSamples(0, 48_000));
    assertThat(playout.enqueue(chunk(FIRST, "좋아요.", 30)))
        .contains(MediaTime.ofSamples(30 * 48, 48_000));
    for (int i = 0; i < 3; i++) {
      assertThat(playout.next().audio().pcm()).containsOnly(10_000);
    }
    assertThat(playout.next().speech()).isFalse();
  }

  @Test
  void aLateChunkStartsAtTheNextBlock() {
    playout.begin(FIRST);
    play(100);
    assertThat(playout.enqueue(chunk(FIRST, "네", 20)))
        .contains(MediaTime.ofSamples(100 * 48, 48_000));
  }

  @Test
  void theReplyIsFinishedWithItsLastSample() {
    playout.begin(FIRST);
    playout.enqueue(chunk(FIRST, "네, 좋아요.", 40));
    playout.end(FIRST);
    assertThat(playout.next().finished()).isEmpty();
    PlaybackFinished finished = playout.next().finished().orElseThrow();
    assertThat(finished.interrupted()).isFalse();
    assertThat(finished.heardText()).isEqualTo("네, 좋아요.");
    assertThat(finished.position().millis()).isEqualTo(40);
    assertThat(playout.next().finished()).isEmpty();
  }

  @Test
  void bargeInSilencesWithinFiveMillisecondsAndKeepsWhatWasHeard() {
    playout.begin(FIRST);
    playout.enqueue(chunk(FIRST, "안녕하세요.", 100));
    playout.enqueue(chunk(FIRST, "오늘은 날씨가 아주 맑고 따뜻합니다.", 1000));
    play(600);
    PlaybackFinished finished = playout.flush().orElseThrow();
    assertThat(finished.interrupted()).isTrue();
    assertThat(finished.heardText()).isEqualTo("안녕하세요. 오늘은 날씨가 아주");
    short[] after = playout.next().audio().pcm();
    assertThat(Arrays.copyOfRange(after, 240, 960)).containsOnly(0);
    assertThat(after[0]).isEqualTo((short) 10_000);
    assertThat(after[239]).isLessThan((short) 100);
  }

  @Test
  void staleChunksAreDropped() {
    playout.begin(FIRST);
    playout.begin(SECOND);
    assertThat(playout.enqueue(chunk(FIRST, "옛날", 20))).isEqualTo(Optional.empty());
    assertThat(playout.next().speech()).isFalse();
  }

  @Test
  void aReplyThatSaysNothingStillFinishes() {
    playout.begin(FIRST);
    playout.end(FIRST);
    assertThat(playout.next().finished().orElseThrow().heardText()).isEmpty();
  }

  @Test
  void flushingSilenceSaysNothing() {
    assertThat(playout.flush()).isEmpty();
  }
}
