package dev.damso.bench;

import dev.damso.telemetry.ReplyTimeline;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A line whose answers are held back for a known time: what the bench must then show. */
final class DelayedLine implements Line {
  private final Line line;
  private final ScheduledExecutorService holder =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("delayed-line").daemon().factory());
  private volatile int delayMs;

  DelayedLine(Line line) {
    this.line = line;
  }

  /** What comes from now on is held back for so long. */
  void delay(int ms) {
    delayMs = ms;
  }

  @Override
  public void open(Receiver receiver) throws InterruptedException {
    line.open(
        new Receiver() {
          @Override
          public void arrived(long number, long nanoTime) {
            hold(() -> receiver.arrived(number, System.nanoTime()), nanoTime);
          }

          @Override
          public void audio(byte[] opus, long nanoTime) {
            hold(() -> receiver.audio(opus, System.nanoTime()), nanoTime);
          }

          @Override
          public void picture(byte[] accessUnit, long nanoTime) {
            hold(() -> receiver.picture(accessUnit, System.nanoTime()), nanoTime);
          }

          @Override
          public void replied(ReplyTimeline timeline) {
            receiver.replied(timeline);
          }
        });
  }

  private void hold(Runnable delivery, long nanoTime) {
    long due = nanoTime + delayMs * 1_000_000L - System.nanoTime();
    var _ = holder.schedule(delivery, due, TimeUnit.NANOSECONDS);
  }

  @Override
  public void microphone(byte[] opus) {
    line.microphone(opus);
  }

  @Override
  public void hush() {
    line.hush();
  }

  @Override
  public void close() {
    line.close();
    holder.shutdownNow();
  }
}
