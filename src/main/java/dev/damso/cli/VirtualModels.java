package dev.damso.cli;

import dev.damso.media.Cancellation;
import dev.damso.stt.PartialTranscript;
import dev.damso.stt.SpeechStream;
import dev.damso.stt.SpeechToText;
import dev.damso.stt.Transcript;
import dev.damso.turn.CompletenessModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * Models on a virtual clock: an answer that took 150 ms of real time is given when the clock has
 * gone on by 150 ms. One owner thread.
 */
final class VirtualModels {
  /** What was asked, and has not been waited for. */
  private record Asked<T>(
      CompletableFuture<T> real, CompletableFuture<T> virtual, CompletableFuture<Long> doneNanos) {}

  /**
   * What a model said, a {@link Transcript} or a probability.
   *
   * @param askedMs when it was asked, {@code ms} when it answered, on the virtual clock
   */
  record Answer(double askedMs, double ms, Object value) {}

  /** An answer that is due. */
  private record Due(double ms, Runnable give) {}

  private final List<Asked<?>> asked = new ArrayList<>();
  private final PriorityQueue<Due> coming =
      new PriorityQueue<>(Comparator.comparingDouble(Due::ms));
  private final List<Answer> answers = new ArrayList<>();
  private double now;
  private long nowNanos = System.nanoTime();

  /** The time on the virtual clock. */
  double now() {
    return now;
  }

  /** All answers so far, as they came. */
  List<Answer> answers() {
    return answers;
  }

  /** What final passes took, milliseconds. */
  List<Double> finalMs() {
    return answers.stream()
        .filter(answer -> answer.value() instanceof Transcript)
        .map(answer -> answer.ms() - answer.askedMs())
        .toList();
  }

  /** Waits for what was asked, then moves the clock, giving the answers that are due, in order. */
  void advanceTo(double ms) {
    settle();
    for (Due due = coming.peek(); due != null && due.ms() <= ms; due = coming.peek()) {
      coming.remove();
      at(Math.max(now, due.ms()));
      due.give().run();
      settle();
    }
    at(Math.max(now, ms));
  }

  private void at(double ms) {
    now = ms;
    nowNanos = System.nanoTime();
  }

  private void settle() {
    List<Asked<?>> waiting = List.copyOf(asked);
    asked.clear();
    waiting.forEach(this::settle);
  }

  private <T> void settle(Asked<T> item) {
    double ms = now + (item.doneNanos().join() - nowNanos) / 1e6;
    try {
      T value = item.real().join();
      answers.add(new Answer(now, ms, value));
      coming.add(new Due(ms, () -> item.virtual().complete(value)));
    } catch (CancellationException e) {
      item.virtual().cancel(false);
    } catch (CompletionException e) {
      coming.add(new Due(ms, () -> item.virtual().completeExceptionally(e)));
    }
  }

  private <T> CompletableFuture<T> virtual(CompletableFuture<T> real) {
    CompletableFuture<T> virtual = new CompletableFuture<>();
    CompletableFuture<Long> done = new CompletableFuture<>();
    var _ = real.whenComplete((value, failure) -> done.complete(System.nanoTime()));
    asked.add(new Asked<>(real, virtual, done));
    return virtual;
  }

  CompletenessModel of(CompletenessModel model) {
    return new CompletenessModel() {
      @Override
      public CompletableFuture<Double> judge(float[] samples) {
        return virtual(model.judge(samples));
      }

      @Override
      public void close() {}
    };
  }

  SpeechToText of(SpeechToText model) {
    return new SpeechToText() {
      @Override
      public Transcript transcribe(float[] samples, String language, Cancellation cancellation) {
        return model.transcribe(samples, language, cancellation);
      }

      @Override
      public SpeechStream open(String language, Consumer<PartialTranscript> partials) {
        return virtual(model.open(language, partials));
      }

      @Override
      public String name() {
        return model.name();
      }

      @Override
      public void close() {}
    };
  }

  private SpeechStream virtual(SpeechStream stream) {
    return new SpeechStream() {
      @Override
      public void feed(float[] samples) {
        stream.feed(samples);
      }

      @Override
      public CompletableFuture<Transcript> finish() {
        return VirtualModels.this.virtual(stream.finish());
      }

      @Override
      public void close() {
        stream.close();
      }
    };
  }
}
