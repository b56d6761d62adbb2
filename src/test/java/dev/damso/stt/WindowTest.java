package dev.damso.stt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.media.Cancellation;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WindowTest {
  private static final int SECOND = SpeechToText.SAMPLE_RATE;

  private static List<Integer> words(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static String text(List<Integer> words) {
    return words.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }

  /** Random pieces of a minute or two of speech, a partial pass after some of them. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void losesAndDoublesNothingAtAnyCut(long seed) {
    Random random = new Random(seed);
    List<Integer> words = words(60 + random.nextInt(240));
    float[] speech = FakePassDecoder.say(words);
    speech = Arrays.copyOf(speech, speech.length + 3 * SECOND);
    FakePassDecoder decoder = new FakePassDecoder(seed);
    Window window = new Window(decoder, "ko");
    String stable = "";
    int at = 0;
    while (at < speech.length) {
      int to = Math.min(speech.length, at + random.nextInt(SECOND));
      window.append(Arrays.copyOfRange(speech, at, to));
      at = to;
      if (random.nextInt(3) == 0) {
        PartialTranscript partial = window.partial(Cancellation.none()).orElseThrow();
        assertThat(partial.stable()).startsWith(stable);
        stable = partial.stable();
        assertThat(window.length()).isLessThan(26 * SECOND);
      }
    }
    assertThat(window.finish(Cancellation.none()).text()).isEqualTo(text(words));
    // Asking again changes nothing.
    assertThat(window.finish(Cancellation.none()).text()).isEqualTo(text(words));
    assertThat(decoder.longest).isLessThanOrEqualTo(Window.LONGEST);
  }

  @Test
  void soundThatComesAllAtOnceIsUnderstoodInPieces() {
    List<Integer> words = words(400);
    float[] speech = FakePassDecoder.say(words);
    FakePassDecoder decoder = new FakePassDecoder(1);
    Window window = new Window(decoder, "ko");
    window.append(Arrays.copyOf(speech, speech.length + 3 * SECOND));
    assertThat(window.finish(Cancellation.none()).text()).isEqualTo(text(words));
    assertThat(decoder.longest).isLessThanOrEqualTo(Window.LONGEST);
  }

  @Test
  void aLongSoundIsShortenedAsItComes() {
    List<Integer> words = words(400);
    float[] speech = FakePassDecoder.say(words);
    Window window = new Window(new FakePassDecoder(1), "ko");
    for (int at = 0; at < speech.length; at += 30 * SECOND) {
      window.append(Arrays.copyOfRange(speech, at, Math.min(speech.length, at + 30 * SECOND)));
      window.shorten(Cancellation.none());
      assertThat(window.length()).isLessThanOrEqualTo(Window.LONGEST);
    }
    window.append(new float[SECOND]);
    assertThat(window.finish(Cancellation.none()).text()).isEqualTo(text(words));
  }

  @Test
  void anHourKeepsHalfAMinuteInMemory() {
    Window window = new Window(new FakePassDecoder(1), "ko");
    List<Integer> words = words(7_200 / 4);
    float[] speech = FakePassDecoder.say(words);
    int longest = 0;
    for (int hour = 0; hour < 4; hour++) { // four quarters
      for (int at = 0; at < speech.length; at += SECOND) {
        window.append(Arrays.copyOfRange(speech, at, Math.min(speech.length, at + SECOND)));
        assertThat(window.partial(Cancellation.none())).isPresent();
        longest = Math.max(longest, window.length());
      }
    }
    window.append(new float[3 * SECOND]);
    String all = text(words);
    assertThat(window.finish(Cancellation.none()).text())
        .isEqualTo(String.join(" ", all, all, all, all));
    assertThat(longest).isLessThanOrEqualTo(26 * SECOND);
  }

  @Test
  void aCancelledPassChangesNothing() {
    Window window = new Window(new FakePassDecoder(1), "ko");
    window.append(FakePassDecoder.say(words(10)));
    Cancellation cancelled = new Cancellation();
    cancelled.cancel();
    assertThat(window.partial(cancelled)).isEmpty();
    window.append(new float[3 * SECOND]);
    assertThat(window.finish(Cancellation.none()).text()).isEqualTo(text(words(10)));
  }

  @Test
  void stableTextIsWhatTwoPassesAgreeOn() {
    Window window = new Window(new FakePassDecoder(1), "ko");
    window.append(Arrays.copyOf(FakePassDecoder.say(words(4)), 5 * SECOND));
    PartialTranscript first = window.partial(Cancellation.none()).orElseThrow();
    assertThat(first.stable()).isEmpty();
    assertThat(first.tail()).isEqualTo("0 1 2 3");
    PartialTranscript second = window.partial(Cancellation.none()).orElseThrow();
    assertThat(second.stable()).isEqualTo("0 1 2 3");
    assertThat(second.tail()).isEmpty();
  }

  @Test
  void nothingIsHeardInNothing() {
    Window window = new Window(new FakePassDecoder(1), "ko");
    assertThat(window.finish(Cancellation.none()).text()).isEmpty();
    window.append(new float[0]);
    assertThat(window.finish(Cancellation.none()).text()).isEmpty();
  }
}
