package dev.damso.stt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.damso.media.Cancellation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class QueuedStreamTest {
  private static final int SECOND = SpeechToText.SAMPLE_RATE;

  private final Recognizer recognizer = new Recognizer();
  private final List<PartialTranscript> partials = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void close() {
    recognizer.close();
  }

  private QueuedStream stream(PassDecoder decoder) {
    return new QueuedStream(recognizer, new Window(decoder, "ko"), partials::add);
  }

  private static float[] speech(int words) {
    float[] said = FakePassDecoder.say(IntStream.range(0, words).boxed().toList());
    return Arrays.copyOf(said, said.length + SECOND);
  }

  /** Waits in a pass until the test lets it go on. */
  private static final class SlowDecoder implements PassDecoder {
    private final PassDecoder decoder = new FakePassDecoder(1);
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile boolean sawCancellation;

    @Override
    public Hypothesis preview(
        float[] samples,
        String language,
        List<Integer> forced,
        List<Integer> draft,
        Cancellation cancellation) {
      await(cancellation);
      return decoder.preview(samples, language, forced, draft, cancellation);
    }

    @Override
    public Hypothesis decode(
        float[] samples, String language, List<Integer> draft, Cancellation cancellation) {
      await(cancellation);
      return decoder.decode(samples, language, draft, cancellation);
    }

    private void await(Cancellation cancellation) {
      boolean first = entered.getCount() > 0;
      entered.countDown();
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (first) {
        sawCancellation = cancellation.isCancelled();
      }
    }

    @Override
    public String text(List<Integer> tokens) {
      return decoder.text(tokens);
    }
  }

  @Test
  void understandsWhatWasFedAndGoesOn() {
    try (QueuedStream stream = stream(new FakePassDecoder(1))) {
      stream.feed(speech(3));
      assertThat(stream.finish().join().text()).isEqualTo("0 1 2");
      stream.feed(speech(2));
      assertThat(stream.finish().join().text()).isEqualTo("0 1 2 0 1");
    }
  }

  @Test
  void aFinalPassStopsThePartialOneUnderWay() throws InterruptedException {
    SlowDecoder decoder = new SlowDecoder();
    try (QueuedStream stream = stream(decoder)) {
      stream.feed(speech(3));
      decoder.entered.await();
      CompletableFuture<Transcript> last = stream.finish();
      decoder.released.countDown();
      assertThat(last.join().text()).isEqualTo("0 1 2");
      assertThat(decoder.sawCancellation).isTrue();
      assertThat(partials).isEmpty();
    }
  }

  @Test
  void aPassThatIsNotWantedAnyMoreIsStopped() throws InterruptedException {
    SlowDecoder decoder = new SlowDecoder();
    try (QueuedStream stream = stream(decoder)) {
      stream.feed(new float[100]);
      CompletableFuture<Transcript> pass = stream.finish();
      decoder.entered.await();
      pass.cancel(false);
      decoder.released.countDown();
      stream.finish().handle((words, failure) -> "over").join();
      assertThat(decoder.sawCancellation).isTrue();
    }
  }

  @Test
  void aSupersededPassIsCancelled() throws InterruptedException {
    SlowDecoder decoder = new SlowDecoder();
    try (QueuedStream stream = stream(decoder)) {
      stream.feed(new float[100]);
      CompletableFuture<Transcript> first = stream.finish();
      decoder.entered.await();
      stream.feed(speech(2));
      CompletableFuture<Transcript> second = stream.finish();
      decoder.released.countDown();
      assertThat(first).isCancelled();
      assertThat(decoder.sawCancellation || second.join().text().equals("0 1")).isTrue();
      assertThat(second.join().text()).isEqualTo("0 1");
    }
  }

  @Test
  void aClosedStreamGivesNothingMore() throws InterruptedException {
    SlowDecoder decoder = new SlowDecoder();
    QueuedStream stream = stream(decoder);
    stream.feed(speech(3));
    decoder.entered.await();
    CompletableFuture<Transcript> last = stream.finish();
    stream.close();
    decoder.released.countDown();
    assertThat(last).isCancelled();
    assertThat(stream.finish()).isCancelled();
    stream.feed(speech(1));
    recognizer.offerFinal("barrier", () -> "").join();
    assertThat(partials).isEmpty();
  }

  @Test
  void aFailureOfAPassIsTheFuturesAndTheNextPassRuns() {
    FakePassDecoder good = new FakePassDecoder(1);
    PassDecoder failing =
        new PassDecoder() {
          private boolean failed;

          @Override
          public Hypothesis preview(
              float[] samples,
              String language,
              List<Integer> forced,
              List<Integer> draft,
              Cancellation cancellation) {
            throw new IllegalStateException("scripted");
          }

          @Override
          public Hypothesis decode(
              float[] samples, String language, List<Integer> draft, Cancellation cancellation) {
            if (!failed) {
              failed = true;
              throw new IllegalStateException("scripted");
            }
            return good.decode(samples, language, draft, cancellation);
          }

          @Override
          public String text(List<Integer> tokens) {
            return good.text(tokens);
          }
        };
    try (QueuedStream stream = stream(failing)) {
      stream.feed(Arrays.copyOf(speech(1), 1_000));
      assertThat(stream.finish()).failsWithin(java.time.Duration.ofSeconds(10));
      stream.feed(new float[SECOND]);
      assertThat(stream.finish()).succeedsWithin(java.time.Duration.ofSeconds(10));
    }
  }

  @Test
  void closingTheRecogniserCancelsWhatWaits() throws InterruptedException {
    SlowDecoder decoder = new SlowDecoder();
    QueuedStream first = stream(decoder);
    first.feed(new float[100]);
    CompletableFuture<Transcript> running = first.finish();
    decoder.entered.await();
    QueuedStream second = stream(new FakePassDecoder(2));
    CompletableFuture<Transcript> waiting = second.finish();
    Thread closing = Thread.ofPlatform().start(recognizer::close);
    assertThat(waiting.handle((_, _) -> "ended").join()).isEqualTo("ended");
    decoder.released.countDown();
    closing.join();
    assertThat(running).isCompletedWithValueMatching(transcript -> transcript.text().isEmpty());
    assertThat(waiting).isCancelled();
    assertThat(second.finish()).isCancelled();
  }

  @Test
  void emptyPiecesAreNothing() {
    FakePassDecoder decoder = new FakePassDecoder(1);
    try (QueuedStream stream = stream(decoder)) {
      for (int i = 0; i < 10_000; i++) {
        stream.feed(new float[0]);
      }
      assertThat(stream.finish().join().text()).isEmpty();
      assertThat(decoder.passes).isEqualTo(1);
    }
  }

  @Test
  void whatIsNoNumberIsSilenceAndWhatIsTooLoudIsCutOff() {
    float[] sane =
        Sound.sane(
            new float[] {
              Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 3, -3, 0.5f, -0.0f
            });
    assertThat(sane).containsExactly(0, 1, -1, 1, -1, 0.5f, -0.0f);
  }

  @Test
  void soundThatNobodyTakesIsBounded() throws InterruptedException {
    SlowDecoder decoder = new SlowDecoder();
    QueuedStream busy = stream(decoder);
    busy.feed(speech(1));
    CompletableFuture<Transcript> running = busy.finish();
    decoder.entered.await();
    FakePassDecoder late = new FakePassDecoder(3);
    try (QueuedStream stream = stream(late)) {
      float[] minute = new float[60 * SECOND];
      for (int i = 0; i < 60; i++) {
        stream.feed(minute);
        assertThat(stream.waitingSamples()).isLessThanOrEqualTo(QueuedStream.MOST_WAITING);
      }
      stream.feed(speech(2));
      decoder.released.countDown();
      assertThat(stream.finish().join().text()).isEqualTo("0 1");
    }
    assertThat(running).succeedsWithin(java.time.Duration.ofSeconds(10));
  }
}
